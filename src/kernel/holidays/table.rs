//! Which days are kept where: the holiday acts of the German states (Feiertagsgesetze), the
//! Austrian Arbeitsruhegesetz § 7, and the cantons' acts on days of rest (SR 822.11 art. 20a).

use std::ops::RangeInclusive;

use chrono::Weekday::{Sat, Tue};

use super::Rule;
use super::Rule::{
    Easter, Except, FastMonday, Fixed, GenevaFast, NaefelsRide, OnMonday, Repentance,
};

/// A day, and where it is kept: codes of regions, or of a whole country.
pub(super) struct Day {
    pub(super) key: &'static str,
    pub(super) rule: Rule,
    pub(super) statutory: &'static str,
    /// Where only parts of a region, or some of its people, keep it.
    pub(super) partly: &'static str,
    pub(super) years: RangeInclusive<i32>,
}

const fn day(key: &'static str, rule: Rule, statutory: &'static str, partly: &'static str) -> Day {
    Day {
        key,
        rule,
        statutory,
        partly,
        years: i32::MIN..=i32::MAX,
    }
}

const fn since(first: i32, day: Day) -> Day {
    Day {
        years: first..=i32::MAX,
        ..day
    }
}

const fn once(year: i32, day: Day) -> Day {
    Day {
        years: year..=year,
        ..day
    }
}

/// Every region, by country and code.
pub(super) const REGIONS: &[&str] = &[
    "DE-BW", "DE-BY", "DE-BE", "DE-BB", "DE-HB", "DE-HH", "DE-HE", "DE-MV", "DE-NI", "DE-NW",
    "DE-RP", "DE-SL", "DE-SN", "DE-ST", "DE-SH", "DE-TH", "AT-1", "AT-2", "AT-3", "AT-4", "AT-5",
    "AT-6", "AT-7", "AT-8", "AT-9", "CH-AG", "CH-AI", "CH-AR", "CH-BE", "CH-BL", "CH-BS", "CH-FR",
    "CH-GE", "CH-GL", "CH-GR", "CH-JU", "CH-LU", "CH-NE", "CH-NW", "CH-OW", "CH-SG", "CH-SH",
    "CH-SO", "CH-SZ", "CH-TG", "CH-TI", "CH-UR", "CH-VD", "CH-VS", "CH-ZG", "CH-ZH",
];

/// In the order of a common year.
pub(super) static DAYS: &[Day] = &[
    day("new-year", Fixed(1, 1), "DE AT CH", ""),
    day(
        "berchtold",
        Fixed(1, 2),
        "CH-AG CH-BE CH-JU CH-LU CH-TG CH-VD",
        "CH-FR CH-GL CH-NW CH-OW CH-SG CH-SH CH-SO CH-VS CH-ZG",
    ),
    day("berchtold", OnMonday(1, 2), "CH-NE", ""),
    day(
        "epiphany",
        Fixed(1, 6),
        "DE-BW DE-BY DE-ST AT CH-SZ CH-TI CH-UR",
        "",
    ),
    day("neuchatel", Fixed(3, 1), "CH-NE", ""),
    day("women", Fixed(3, 8), "DE-BE", ""),
    since(2023, day("women", Fixed(3, 8), "DE-MV", "")),
    day(
        "joseph",
        Fixed(3, 19),
        "CH-NW CH-SZ CH-TI CH-UR CH-VS",
        "AT-2 AT-6 AT-7 AT-8",
    ),
    day(
        "good-friday",
        Easter(-2),
        "DE CH-AG CH-AI CH-AR CH-BE CH-BL CH-BS CH-FR CH-GE CH-GL CH-JU CH-LU CH-NE CH-NW CH-OW \
         CH-SG CH-SH CH-SO CH-SZ CH-TG CH-UR CH-VD CH-ZG CH-ZH",
        "AT CH-GR",
    ),
    day("easter-sunday", Easter(0), "DE-BB", "CH-ZH"),
    day(
        "easter-monday",
        Easter(1),
        "DE AT CH-AG CH-AI CH-AR CH-BE CH-BL CH-BS CH-GE CH-GL CH-GR CH-JU CH-LU CH-SG CH-SH \
         CH-SZ CH-TG CH-TI CH-UR CH-VD CH-ZH",
        "CH-FR CH-NW CH-OW CH-VS CH-ZG",
    ),
    day("naefels", NaefelsRide, "CH-GL", ""),
    day(
        "labour",
        Fixed(5, 1),
        "DE AT CH-AG CH-BL CH-BS CH-JU CH-NE CH-SH CH-TG CH-TI CH-ZH",
        "CH-SO",
    ),
    day("florian", Fixed(5, 4), "", "AT-4"),
    once(2020, day("liberation", Fixed(5, 8), "DE-BE", "")),
    once(2025, day("liberation", Fixed(5, 8), "DE-BE", "")),
    day("ascension", Easter(39), "DE AT CH", ""),
    day("whit-sunday", Easter(49), "DE-BB", "CH-ZH"),
    day(
        "whit-monday",
        Easter(50),
        "DE AT CH-AG CH-AI CH-AR CH-BE CH-BL CH-BS CH-GE CH-GL CH-GR CH-JU CH-LU CH-SG CH-SH \
         CH-SZ CH-TG CH-TI CH-UR CH-VD CH-ZH",
        "CH-FR CH-NW CH-OW CH-VS CH-ZG",
    ),
    day(
        "corpus-christi",
        Easter(60),
        "DE-BW DE-BY DE-HE DE-NW DE-RP DE-SL AT CH-AG CH-AI CH-JU CH-LU CH-NE CH-NW CH-OW CH-SZ \
         CH-TI CH-UR CH-VS CH-ZG",
        "DE-SN DE-TH",
    ),
    once(2028, day("uprising", Fixed(6, 17), "DE-BE", "")),
    day("jura", Fixed(6, 23), "CH-JU", ""),
    day("peter-and-paul", Fixed(6, 29), "CH-TI", ""),
    day("swiss-national", Fixed(8, 1), "CH", ""),
    day("augsburg", Fixed(8, 8), "", "DE-BY"),
    day(
        "assumption",
        Fixed(8, 15),
        "DE-SL AT CH-AG CH-AI CH-JU CH-LU CH-NW CH-OW CH-SZ CH-TI CH-UR CH-VS CH-ZG",
        "DE-BY",
    ),
    day("geneva-fast", GenevaFast, "CH-GE", ""),
    day("fast-monday", FastMonday, "CH-VD", ""),
    day("children", Fixed(9, 20), "DE-TH", ""),
    day("rupert", Fixed(9, 24), "", "AT-5"),
    day("brother-klaus", Fixed(9, 25), "CH-OW", ""),
    day("german-unity", Fixed(10, 3), "DE", ""),
    day("carinthia", Fixed(10, 10), "", "AT-2"),
    day("austrian-national", Fixed(10, 26), "AT", ""),
    day(
        "reformation",
        Fixed(10, 31),
        "DE-BB DE-HB DE-HH DE-MV DE-NI DE-SH DE-SN DE-ST DE-TH",
        "",
    ),
    day(
        "all-saints",
        Fixed(11, 1),
        "DE-BW DE-BY DE-NW DE-RP DE-SL AT CH-AG CH-AI CH-GL CH-JU CH-LU CH-NW CH-OW CH-SG CH-SZ \
         CH-TI CH-UR CH-VS CH-ZG",
        "",
    ),
    day("martin", Fixed(11, 11), "", "AT-1"),
    day("leopold", Fixed(11, 15), "", "AT-3 AT-9"),
    day("repentance", Repentance, "DE-SN", ""),
    day(
        "immaculate",
        Fixed(12, 8),
        "AT CH-AG CH-AI CH-LU CH-NW CH-OW CH-SZ CH-TI CH-UR CH-VS CH-ZG",
        "",
    ),
    day("christmas-eve", Fixed(12, 24), "", "AT"),
    day("christmas", Fixed(12, 25), "DE AT CH", ""),
    day(
        "stephen",
        Fixed(12, 26),
        "DE AT CH-AG CH-BE CH-BL CH-BS CH-GL CH-GR CH-LU CH-SG CH-SH CH-SZ CH-TG CH-TI CH-ZH",
        "CH-FR CH-NW CH-OW CH-VS CH-ZG",
    ),
    day(
        "stephen",
        Except(12, 26, &[Tue, Sat]),
        "CH-AI CH-AR CH-UR",
        "",
    ),
    day("stephen", OnMonday(12, 26), "CH-NE", ""),
    day("geneva-republic", Fixed(12, 31), "CH-GE", ""),
    day("new-years-eve", Fixed(12, 31), "", "AT"),
];
