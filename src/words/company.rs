//! What a company is called without its legal form.

use super::fold::fold;

/// What a company is called, and what it is in law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyName {
    /// The name, folded, without legal form and article: `acme`, of `The ACME Co., Ltd.`; `北京小米科技`, of `北京小米科技有限责任公司`.
    pub core: String,
    /// The legal form in one way of writing, such as `gmbh` or `有限公司`; empty where there is none.
    pub form: String,
    /// The place that a Chinese name begins with, as it stands in `core`: `北京`; empty where there is none.
    pub place: String,
    /// The branch that a name ends with, which is not in `core`: `上海分公司`; empty where there is none.
    pub branch: String,
}

/// The name of a company without its legal form.
pub fn company_core(text: &str) -> CompanyName {
    CompanyName { core: fold(text), ..CompanyName::default() }
}
