//! What the name of a column says about it, in English and Chinese.

/// The words of a name in lower case: `customerId`, `customer_id` and `Customer ID` are `customer` and `id`.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (was_small && c.is_ascii_uppercase()) {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        was_small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    words.push(word);
    words
}

/// Whether a name has one of the words (separated by spaces) or contains one of the Chinese terms.
fn says(name: &str, english: &str, chinese: &str) -> bool {
    let words = words(name);
    let contains = |term: &str| name.as_bytes().windows(term.len()).any(|part| part == term.as_bytes());
    english.split(' ').any(|wanted| words.iter().any(|word| word == wanted)) || chinese.split(' ').any(contains)
}

/// Whether it names what identifies a row.
pub(super) fn is_identifier(name: &str) -> bool {
    const WORDS: &str = "id uuid guid key sku isbn iban no nr vat email";
    const TERMS: &str = "编号 编码 主键 标识 工号 单号 卡号 学号 账号 流水号 证号 邮箱 信用代码";
    const OF: &str =
        "customer order invoice account member contract lead record ticket client employee user serial transaction";
    let numbered =
        says(name, "number code", "号码 代码") && says(name, OF, "客户 订单 发票 账户 会员 合同 线索 工单 员工 用户");
    (says(name, WORDS, TERMS) && !says(name, "opt verified valid type status domain", "类型 状态 验证")) || numbered
}

/// Whether numbers in it are written with digits but not to be computed with.
pub(super) fn is_code(name: &str) -> bool {
    is_identifier(name)
        || says(name, "phone mobile tel telephone fax zip postcode postal code number", "电话 手机 传真 邮编 代码 号码")
}

/// Whether it names a telephone.
pub(super) fn is_phone(name: &str) -> bool {
    says(name, "phone mobile tel telephone cell cellphone fax", "电话 手机 传真")
}

/// The range that numbers of such a name lie in by what they are.
pub(super) fn natural_range(name: &str, least: f64, greatest: f64) -> Option<(Option<f64>, Option<f64>)> {
    const PART: &str = "percent percentage pct share rate ratio probability completeness";
    let (least_wanted, greatest_wanted) = if says(name, "latitude lat", "纬度") {
        (-90.0, 90.0)
    } else if says(name, "longitude lng lon", "经度") {
        (-180.0, 180.0)
    } else if says(name, "age", "年龄") {
        (0.0, 120.0)
    } else if says(name, PART, "百分比 占比 比例 概率 率") && greatest <= 1.0 {
        (0.0, 1.0)
    } else if says(name, &format!("{PART} score"), "百分比 占比 比例 概率 率 得分 评分")
        && greatest <= 100.0
        && greatest > 1.0
    {
        (0.0, 100.0)
    } else {
        return None;
    };
    (least >= least_wanted || least_wanted == 0.0).then_some((Some(least_wanted), Some(greatest_wanted)))
}

#[cfg(test)]
mod tests {
    use super::{is_code, is_identifier, natural_range, words};

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(words("customerId"), ["customer", "id"]);
        assert_eq!(words("Customer-ID"), ["customer", "id"]);
        assert_eq!(words("mobile2Work"), ["mobile2", "work"]);
    }

    #[test]
    fn names_say_what_a_column_is() {
        assert!(
            ["id", "leadId", "customer_id", "Invoice No", "order number", "客户编号", "email"]
                .into_iter()
                .all(is_identifier)
        );
        assert!(
            ["valid", "width", "emailVerified", "name", "employees", "country code"]
                .into_iter()
                .all(|name| !is_identifier(name))
        );
        assert!(["zip", "手机", "phoneNumber"].into_iter().all(is_code));
        assert_eq!(natural_range("age", 18.0, 60.0), Some((Some(0.0), Some(120.0))));
        assert_eq!(natural_range("discountRate", 0.1, 0.3), Some((Some(0.0), Some(1.0))));
        assert_eq!(natural_range("average", 18.0, 60.0), None);
    }
}
