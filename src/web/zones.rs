//! The zones a reader can choose from without typing: one of each kind of clock that many people
//! live by. Any other IANA name works in the address.

use chrono::{DateTime, Offset, Utc};
use chrono_tz::Tz;

use crate::texts::{Words, offset_at};

const USUAL: &[Tz] = &[
    Tz::Pacific__Honolulu,
    Tz::America__Anchorage,
    Tz::America__Los_Angeles,
    Tz::America__Denver,
    Tz::America__Chicago,
    Tz::America__Mexico_City,
    Tz::America__New_York,
    Tz::America__Bogota,
    Tz::America__Halifax,
    Tz::America__Santiago,
    Tz::America__Sao_Paulo,
    Tz::America__Argentina__Buenos_Aires,
    Tz::Atlantic__Azores,
    Tz::UTC,
    Tz::Europe__London,
    Tz::Europe__Dublin,
    Tz::Europe__Lisbon,
    Tz::Africa__Lagos,
    Tz::Europe__Berlin,
    Tz::Europe__Vienna,
    Tz::Europe__Zurich,
    Tz::Europe__Paris,
    Tz::Europe__Madrid,
    Tz::Europe__Rome,
    Tz::Europe__Warsaw,
    Tz::Europe__Athens,
    Tz::Europe__Kyiv,
    Tz::Africa__Cairo,
    Tz::Africa__Johannesburg,
    Tz::Europe__Istanbul,
    Tz::Africa__Nairobi,
    Tz::Asia__Dubai,
    Tz::Asia__Tehran,
    Tz::Asia__Karachi,
    Tz::Asia__Kolkata,
    Tz::Asia__Kathmandu,
    Tz::Asia__Dhaka,
    Tz::Asia__Bangkok,
    Tz::Asia__Shanghai,
    Tz::Asia__Tokyo,
    Tz::Australia__Perth,
    Tz::Australia__Adelaide,
    Tz::Australia__Brisbane,
    Tz::Australia__Sydney,
    Tz::Pacific__Auckland,
];

/// IANA name, words and whether it is `chosen`, from west to east; `chosen` is always among them.
/// The offsets are those of `now`.
pub fn options(t: &Words, chosen: Tz, now: DateTime<Utc>) -> Vec<(&'static str, String, bool)> {
    let mut zones = USUAL.to_vec();
    if !zones.contains(&chosen) {
        zones.push(chosen);
    }
    zones.sort_by_cached_key(|zone| {
        let offset = now.with_timezone(zone).offset().fix().local_minus_utc();
        (offset, t.city(*zone))
    });
    zones
        .into_iter()
        .map(|zone| (zone.name(), words(t, zone, now), zone == chosen))
        .collect()
}

fn words(t: &Words, zone: Tz, now: DateTime<Utc>) -> String {
    let (city, offset) = (t.city(zone), offset_at(zone, now));
    if city == offset {
        city
    } else {
        format!("{city}, {offset}")
    }
}
