//! Codes of countries (ISO 3166-1) and currencies (ISO 4217), and what is meant by those that are none any more.

use super::finding::{Fault, Finding};
use super::text::surroundings;

const COUNTRY: Fault = &[
    "country-code",
    "is not a country code of ISO 3166-1, such as CN or CHN",
    "不是 ISO 3166-1 国家代码（如 CN、CHN）",
];
const COUNTRY_CASE: Fault =
    &["country-code-case", "country codes are in capitals: write {}", "国家代码须大写：请写作 {}"];
const COUNTRY_OLD: Fault =
    &["country-code-old", "is not a country code any more: see {}", "已不再是国家代码：请参见 {}"];
const COUNTRY_OTHER: Fault =
    &["country-code-other", "is not the code of ISO 3166-1: write {}", "不是 ISO 3166-1 代码：请写作 {}"];
const COUNTRY_USER: Fault = &[
    "country-code-user",
    "is in common use for Kosovo, and not in ISO 3166-1",
    "通常用于科索沃，但不在 ISO 3166-1 中",
];
const CURRENCY: Fault =
    &["currency-code", "is not a currency code of ISO 4217, such as CNY", "不是 ISO 4217 货币代码（如 CNY）"];
const CURRENCY_CASE: Fault =
    &["currency-code-case", "currency codes are in capitals: write {}", "货币代码须大写：请写作 {}"];
const CURRENCY_OLD: Fault = &["currency-code-old", "is not in use any more: replaced by {}", "已停用：由 {} 取代"];
const CURRENCY_OTHER: Fault =
    &["currency-code-other", "is not the code of ISO 4217: write {}", "不是 ISO 4217 代码：请写作 {}"];
const CURRENCY_NONE: Fault = &["currency-code-none", "stands for no currency or for tests", "表示无货币或仅供测试"];

/// The codes of two letters with those of three.
const COUNTRIES: &str = "\
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL \
    BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD \
    CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA \
    DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF \
    GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN \
    IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA \
    KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE \
    MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM \
    NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM \
    PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN \
    SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL \
    TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR \
    VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE";

/// Codes that were withdrawn, and the code of the country, or of the largest that came after.
const OLD_COUNTRIES: &str = "\
    AN=CW ANT=CW BU=MM BUR=MM CS=CZ CSK=CZ SCG=RS DD=DE DDR=DE FX=FR FXX=FR SU=RU SUN=RU TP=TL TMP=TL YU=RS YUG=RS \
    ZR=CD ZAR=CD HV=BF HVO=BF DY=BJ DHY=BJ RH=ZW RHO=ZW YD=YE YMD=YE VD=VN VDR=VN NH=VU NHB=VU BYS=BY ROM=RO NT=SA \
    NTZ=SA AFI=DJ SKM=IN PC=FM PCI=FM";

/// What people write instead: the codes of the European Union and of sports.
const OTHER_COUNTRIES: &str = "\
    UK=GB EL=GR ENG=GB SCO=GB GER=DE SUI=CH NED=NL DEN=DK POR=PT GRE=GR CRO=HR BUL=BG CHI=CL RSA=ZA";

/// The currencies, funds and metals.
const CURRENCIES: &str = "\
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF \
    CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF \
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT \
    MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD \
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS \
    VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG";

/// Currencies that were replaced, and by which.
const OLD_CURRENCIES: &str = "\
    ADP=EUR AFA=AFN ANG=XCG AON=AOA AOR=AOA ARA=ARS ARP=ARS ATS=EUR AZM=AZN BEF=EUR BGL=EUR BGN=EUR BOP=BOB BRC=BRL \
    BRE=BRL BRN=BRL BRR=BRL BYB=BYN BYR=BYN CLE=CLP CSD=RSD CSK=CZK CUC=CUP CYP=EUR DDM=EUR DEM=EUR ECS=USD EEK=EUR \
    ESP=EUR FIM=EUR FRF=EUR GEK=GEL GHC=GHS GRD=EUR HRK=EUR IEP=EUR ILR=ILS ITL=EUR KRH=KRW LTL=EUR LUF=EUR LVL=EUR \
    MRO=MRU MTL=EUR MXP=MXN MZM=MZN NLG=EUR PEI=PEN PES=PEN PLZ=PLN PTE=EUR ROL=RON RUR=RUB SDD=SDG SDP=SDG SIT=EUR \
    SKK=EUR SLL=SLE STD=STN SUR=RUB TMM=TMT TRL=TRY UAK=UAH USS=USD UYP=UYU VEB=VES VEF=VES XEU=EUR YUM=RSD ZMK=ZMW \
    ZWD=ZWG ZWL=ZWG ZWN=ZWG ZWR=ZWG";

/// What people write instead.
const OTHER_CURRENCIES: &str = "\
    RMB=CNY CNH=CNY NTD=TWD NIS=ILS STG=GBP UKP=GBP";

/// Checks a code of a country with two or three letters.
///
/// # Errors
///
/// What is wrong, with the right code where it is known: small letters, codes that were withdrawn (DDR), codes of others (UK). Kosovo's XK
/// and XKX are a warning.
///
/// Source: ISO 3166-1, with its withdrawn codes from ISO 3166-3.
///
/// ```
/// use custometry::Locale;
/// use custometry::validity::country_code;
///
/// assert!(country_code("CN").is_ok() && country_code("CHN").is_ok());
/// assert_eq!(country_code("UK").unwrap_err().text(Locale::English), "is not the code of ISO 3166-1: write GB");
/// ```
pub fn country_code(text: &str) -> Result<(), Finding> {
    surroundings(text)?;
    let is_country = |code: &str| {
        let is_part = |pair: &str| pair.get(..2) == Some(code) || pair.get(2..) == Some(code);
        matches!(code.len(), 2 | 3) && COUNTRIES.split(' ').any(is_part)
    };
    let upper = capitals(text);
    match upper.as_str() {
        code if is_country(code) => in_capitals(text, code, COUNTRY_CASE),
        "XK" | "XKX" => Err(Finding::of(COUNTRY_USER).as_warning()),
        code => Err(replaced(code, OLD_COUNTRIES, COUNTRY_OLD)
            .or_else(|| replaced(code, OTHER_COUNTRIES, COUNTRY_OTHER))
            .unwrap_or_else(|| Finding::of(COUNTRY))),
    }
}

/// Checks a code of a currency.
///
/// # Errors
///
/// What is wrong, with the right code where it is known: small letters, currencies that were replaced (DEM by EUR), other names (RMB). These
/// are warnings: BGN and ANG, which were in use until 2025, and XXX and XTS.
///
/// Source: ISO 4217, lists one and three, as of 2026.
///
/// ```
/// use custometry::Locale;
/// use custometry::validity::currency_code;
///
/// assert!(currency_code("CNY").is_ok());
/// assert_eq!(currency_code("DEM").unwrap_err().text(Locale::English), "is not in use any more: replaced by EUR");
/// ```
pub fn currency_code(text: &str) -> Result<(), Finding> {
    surroundings(text)?;
    let upper = capitals(text);
    match upper.as_str() {
        "XXX" | "XTS" => Err(Finding::of(CURRENCY_NONE).as_warning()),
        code if code.len() == 3 && CURRENCIES.split(' ').any(|known| known == code) => {
            in_capitals(text, code, CURRENCY_CASE)
        }
        code => {
            let old = replaced(code, OLD_CURRENCIES, CURRENCY_OLD);
            let is_recent = matches!(code, "BGN" | "ANG") && text == code;
            Err(old
                .map(|finding| if is_recent { finding.as_warning() } else { finding })
                .or_else(|| replaced(code, OTHER_CURRENCIES, CURRENCY_OTHER))
                .unwrap_or_else(|| Finding::of(CURRENCY)))
        }
    }
}

/// A short text in capitals; of a long one, which is no code, nothing.
fn capitals(text: &str) -> String {
    if text.len() > 3 { String::new() } else { text.to_ascii_uppercase() }
}

fn in_capitals(text: &str, code: &str, fault: Fault) -> Result<(), Finding> {
    if text == code { Ok(()) } else { Err(Finding::with(fault, code)) }
}

/// The finding of a code that a list of `old=new` has.
fn replaced(code: &str, list: &str, fault: Fault) -> Option<Finding> {
    let by = list.split(' ').find_map(|pair| pair.split_once('=').filter(|(old, _)| *old == code))?;
    Some(Finding::with(fault, by.1))
}
