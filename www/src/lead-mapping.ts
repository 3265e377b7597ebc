// Guesses which column of a file is which of those that the page and the cards know: by its name, English or Chinese.
import { plain } from "./mapping";
import type { LeadDataset, LeadMapping } from "./messages-leads";

/** Other names of a column, best first. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  leadId: ["id", "lead", "leadnumber", "leadno", "recordid", "线索编号", "线索id", "线索"],
  createdAt: ["created", "createddate", "createdate", "creationdate", "createdon", "创建时间", "创建日期"],
  source: ["leadsource", "originalsource", "channel", "线索来源", "来源", "渠道"],
  owner: ["leadowner", "ownerid", "assignedto", "salesrep", "负责人", "所有人", "销售"],
  team: ["salesteam", "团队", "小组"],
  converted: ["isconverted", "won", "iswon", "outcome", "是否转化", "已转化", "是否成交"],
  employees: ["numberofemployees", "noofemployees", "employeecount", "companysize", "headcount", "员工数", "公司规模", "人数"],
  budget: ["budgetamount", "预算", "预算金额"],
  budgetStatus: ["预算状态", "预算情况"],
  decisionMaker: ["isdecisionmaker", "决策人", "是否决策人"],
  buyingRole: ["role", "contactrole", "buyerrole", "采购角色", "角色"],
  need: ["需求", "需求程度"],
  timeframe: ["purchasetimeframe", "timeline", "buyingtimeframe", "采购时间", "时间计划"],
  expectedCloseDate: ["closedate", "estimatedclosedate", "expectedclose", "预计成交日期", "预计签约日期"],
  pagesViewed: ["pageviews", "numberofpageviews", "浏览页数"],
  emailsOpened: ["emailopens", "邮件打开次数"],
  demoRequested: ["demo", "requesteddemo", "是否申请演示"],
  lastActivityAt: ["lastactivity", "lastactivitydate", "lastcontacted", "最后活动时间", "最近跟进时间"],
  priority: ["leadpriority", "优先级"],
  metrics: ["量化指标"],
  economicBuyer: ["经济决策者", "经济买家"],
  decisionCriteria: ["决策标准"],
  decisionProcess: ["决策流程"],
  identifiedPain: ["identifypain", "pain", "痛点", "已识别痛点"],
  champion: ["内部支持者", "支持者"],
};

export function guessLeadMapping({ columns, known }: LeadDataset): LeadMapping {
  const mapping: Record<string, string> = {};
  const free = new Map(columns.map(({ name }) => [plain(name), name]));
  const take = (column: string, name: string) => {
    const found = free.get(name);
    if (mapping[column] !== undefined || found === undefined) return;
    mapping[column] = found;
    free.delete(name);
  };
  for (const { name } of columns) if (known.includes(name)) {
    mapping[name] = name;
    free.delete(plain(name));
  }
  for (const column of known) take(column, plain(column));
  for (const column of known) for (const name of otherNames[column] ?? []) take(column, name);
  return mapping;
}
