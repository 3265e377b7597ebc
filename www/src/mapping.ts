// Guesses which column plays which role: from the names in the header, English or Chinese, then from what the columns hold.
import type { Dataset, Mapping, Role } from "./messages";

// Best first. A name matches when it is equal once case, spaces, dots, hyphens and underscores are gone; failing that, when it contains one.
const names: Record<Role, string[]> = {
  orderId: ["orderid", "orderno", "ordernumber", "ordercode", "invoiceid", "invoiceno", "invoicenumber", "invoice", "transactionid", "receiptid", "receiptno", "订单号", "订单编号", "订单id", "订单", "交易号", "流水号", "单号", "发票号"],
  customerId: ["customerid", "customerno", "customernumber", "customercode", "customer", "clientid", "client", "userid", "memberid", "accountid", "account", "buyerid", "shopperid", "custid", "user", "email",
    "客户编号", "客户id", "客户号", "客户代码", "客户", "顾客编号", "顾客id", "顾客", "会员编号", "会员id", "会员号", "会员卡号", "会员", "用户编号", "用户id", "用户", "买家id", "买家", "手机号"],
  date: ["date", "orderdate", "purchasedate", "transactiondate", "invoicedate", "saledate", "purchasedat", "orderedat", "createdat", "datetime", "timestamp", "time", "day",
    "日期", "订单日期", "下单日期", "交易日期", "购买日期", "消费日期", "销售日期", "付款日期", "下单时间", "交易时间", "购买时间", "消费时间", "付款时间", "支付时间", "时间"],
  amount: ["amount", "total", "totalamount", "orderamount", "ordertotal", "totalprice", "revenue", "sales", "value", "spend", "monetary", "price", "paid",
    "金额", "订单金额", "实付金额", "支付金额", "消费金额", "交易金额", "购买金额", "销售金额", "销售额", "总金额", "总价", "应付金额", "实付款"],
};

const order: Role[] = ["orderId", "customerId", "date", "amount"];

/** A name without case, spaces and punctuation. */
export const plain = (name: string) => name.normalize("NFKC").toLowerCase().replace(/[\s._\-()（）]+/g, "");

export function guessMapping({ columns, preview }: Dataset): Mapping {
  const mapping: Mapping = { customerId: null, date: null, amount: null, orderId: null };
  const free = new Set(columns.map(({ name }) => name));
  const take = (role: Role, name: string | undefined) => {
    if (name === undefined) return;
    mapping[role] = name;
    free.delete(name);
  };
  const find = (role: Role, matches: (column: string, name: string) => boolean) => {
    for (const name of names[role]) {
      const column = columns.find((candidate) => free.has(candidate.name) && plausible(role, candidate) && matches(plain(candidate.name), name));
      if (column !== undefined) return column.name;
    }
    return undefined;
  };
  for (const role of order) take(role, find(role, (column, name) => column === name));
  for (const role of order) if (mapping[role] === null) take(role, find(role, (column, name) => name.length > (/[^a-z]/.test(name) ? 1 : 3) && column.includes(name)));
  if (mapping.date === null) {
    const dates = columns.filter(({ name, type }, i) => free.has(name) && (type === "date" || looksLikeDates(preview.map((row) => row[i] ?? ""))));
    if (dates.length === 1) take("date", dates[0]?.name);
  }
  return mapping;
}

const looksLikeDates = (cells: string[]) => cells.length > 0 && cells.every((cell) => /^(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})/.test(cell));

/** Whether a column of that type can play the role at all: a date is no amount, a boolean no identifier. */
function plausible(role: Role, { type }: Dataset["columns"][number]): boolean {
  if (type === "boolean") return false;
  return type !== "date" || role === "date";
}
