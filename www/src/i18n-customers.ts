// The words about the table of customers that data quality and duplicates are about.

export interface CustomersTexts {
  drop: string;
  dropHere: string;
  sampleName: string;
  sampleOrigin: string;
}

export const customersEn: CustomersTexts = {
  drop: "Drop a CSV of customers, contacts or leads here, one record per row, or",
  dropHere: "Drop the CSV of customers",
  sampleName: "Sample customers",
  sampleOrigin: "Generated contacts of a made-up business, with the faults that such tables have.",
};

export const customersZh: CustomersTexts = {
  drop: "把客户、联系人或线索的 CSV 拖到这里（每行一条记录），或",
  dropHere: "松开以读取客户 CSV",
  sampleName: "示例客户",
  sampleOrigin: "为虚构企业生成的联系人，带有这类表格常见的各种问题。",
};
