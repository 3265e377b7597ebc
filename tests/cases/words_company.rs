//! Companies without their legal forms, and addresses in one form.

use crate::case;
use custometry::words::{address, company_core};

#[track_caller]
fn assert_same_core(names: &[&str]) {
    let first = company_core(names[0]).core;
    for name in names {
        assert_eq!(company_core(name).core, first, "{name}");
    }
}

#[case]
fn legal_forms_are_taken_off() {
    // Abbreviations of the list of ISO 20275, each with one of its companies.
    let forms = [
        ("Siemens Aktiengesellschaft", "siemens", "ag"),
        ("Robert Bosch GmbH", "robert bosch", "gmbh"),
        ("Miele & Cie. KG", "miele", "co kg"),
        ("Dr. August Oetker GmbH & Co. KG", "dr august oetker", "gmbh-co-kg"),
        ("Novo Nordisk A/S", "novo nordisk", "as"),
        ("Volvo AB (publ)", "volvo", "ab"),
        ("AB Volvo", "volvo", "ab"),
        ("Nokia Oyj", "nokia", "oyj"),
        ("Philips N.V.", "philips", "nv"),
        ("IKEA B.V.", "ikea", "bv"),
        ("Ferrari S.p.A.", "ferrari", "spa"),
        ("Barilla S.r.l.", "barilla", "srl"),
        ("Société Générale S.A.", "societe generale", "sa"),
        ("Carrefour SAS", "carrefour", "sas"),
        ("Grupo Bimbo, S.A.B. de C.V.", "grupo bimbo", "sab-de-cv"),
        ("Škoda Auto a.s.", "skoda auto", "as"),
        ("Orlen sp. z o.o.", "orlen", "spzoo"),
        ("Tata Motors Private Limited", "tata motors", "pvt ltd"),
        ("Canva Pty Ltd", "canva", "pty ltd"),
        ("Grab Holdings Pte. Ltd.", "grab holdings", "pte ltd"),
        ("Petronas Sdn. Bhd.", "petronas", "sdn bhd"),
        ("PT Bank Central Asia Tbk", "bank central asia", "pt tbk"),
        ("ООО Ромашка", "romashka", "ooo"),
        ("Toyota Motor K.K.", "toyota motor", "kk"),
        ("Acme, L.L.C.", "acme", "llc"),
        ("The Coca-Cola Company", "coca cola", "co"),
        ("JPMorgan Chase & Co.", "jpmorgan chase", "co"),
    ];
    for (name, core, form) in forms {
        let found = company_core(name);
        assert_eq!((found.core.as_str(), found.form.as_str()), (core, form), "{name}");
    }
}

#[case]
fn spellings_of_a_company_are_one() {
    assert_same_core(&[
        "ACME Widget Co., Ltd.",
        "Acme Widget Co Ltd",
        "The Acme Widget Company Limited",
        "acme widget",
        "Acme Widget Inc.",
    ]);
    assert_same_core(&["Müller & Söhne GmbH", "Muller und Sohne", "MÜLLER + SÖHNE", "Müller and Söhne KG"]);
    assert_same_core(&["J.P. Morgan", "J. P. Morgan", "JP Morgan", "J P Morgan"]);
    assert_same_core(&["McDonald's Corporation", "McDonald’s Corp", "McDonalds"]);
    assert_same_core(&[
        "深圳市腾讯计算机系统有限公司",
        "深圳腾讯计算机系统有限责任公司",
        "深圳市騰訊計算機系統有限公司",
    ]);
    assert_same_core(&["株式会社ソニー", "ソニー株式会社", "ソニー㈱", "(株)ソニー"]);
    assert_same_core(&["주식회사 카카오", "(주)카카오", "카카오"]);
}

#[case]
fn what_is_a_name_stays() {
    for (name, core) in [
        ("Thai Spa", "thai spa"),
        ("Limited", "limited"),
        ("AG", "ag"),
        ("The", "the"),
        ("公司", "公司"),
        ("Co", "co"),
        ("3M", "3m"),
        ("H&M", "h and m"),
        ("", ""),
    ] {
        let found = company_core(name);
        assert_eq!((found.core.as_str(), found.form.as_str()), (core, ""), "{name}");
    }
    for punctuation in ["&", "...", "()", "（）", "A/S", "& Co"] {
        assert!(!company_core(punctuation).core.is_empty(), "{punctuation}");
    }
}

#[case]
fn places_and_branches_stand_apart() {
    let name = company_core("华为(中国)有限公司上海分公司");
    assert_eq!(
        (name.core.as_str(), name.form.as_str(), name.branch.as_str()),
        ("华为上海分公司", "有限公司", "上海分公司")
    );
    let name = company_core("浙江省杭州市阿里巴巴集团股份有限公司");
    assert_eq!(
        (name.core.as_str(), name.form.as_str(), name.place.as_str()),
        ("浙江杭州阿里巴巴", "集团股份有限公司", "浙江杭州")
    );
    let name = company_core("中国工商银行股份有限公司北京市分行");
    assert_eq!((name.form.as_str(), name.branch.as_str()), ("股份有限公司", "北京市分行"));
    assert_ne!(company_core("华为有限公司上海分公司").core, company_core("华为有限公司北京分公司").core);
    assert_eq!(company_core("北京朝阳区供销社").place, "北京");
    assert_eq!(company_core("朝阳区供销社").place, "");
}

#[case]
fn spellings_of_an_address_are_one() {
    let same: [&[&str]; 8] = [
        &["12 North Main Street, Apt. #4-B", "12 N Main St., Apartment 4B", "12 N. MAIN ST APT 4 B"],
        &["Hauptstraße 5a", "Hauptstr. 5 a", "HAUPTSTRASSE 5A", "Haupt-Str. 5a"],
        &["P.O. Box 123", "PO Box 123", "Postbox 123"],
        &["Fifth Avenue 350", "5th Ave 350"],
        &["10, rue de la Paix", "10 Rue de la Paix"],
        &["Saint Mary's Road 7", "St. Marys Rd 7"],
        &["北京市朝阳区建国路88号1号楼", "北京朝阳区建国路８８號1幢", "北京市朝陽區建國路88号1栋"],
        &["浙江省杭州市西湖区文三路203号三单元", "浙江杭州西湖区文三路二〇三号3单元"],
    ];
    for spellings in same {
        for spelling in spellings {
            assert_eq!(address(spelling), address(spellings[0]), "{spelling}");
        }
    }
}

#[case]
fn numbers_of_an_address_stand_apart() {
    assert_eq!(address("上海市浦东新区碧波路690号2号楼三单元十二楼1203室").numbers, ["690", "2", "3", "12", "1203"]);
    assert_eq!(address("221B Baker Street").numbers, ["221b"]);
    assert_eq!(address("Baker Street").numbers, [""; 0]);
    assert_ne!(address("1 Main St"), address("2 Main St"));
}
