//! The cases as they are written. A field that is not named here is refused, so that none is
//! passed over.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;

/// Two instants.
pub type Pair = [DateTime<Utc>; 2];
/// Two times of day, `HH:MM`.
pub type Times = [String; 2];

#[derive(Deserialize)]
pub struct Cases {
    pub cases: Vec<Case>,
}

#[derive(Deserialize)]
pub struct Case {
    pub id: String,
    pub kind: String,
    pub title: String,
    pub input: Value,
    pub expect: Value,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Ranges {
    Listed(Vec<Pair>),
    Generated { generate: Generate },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generate {
    pub first: DateTime<Utc>,
    pub count: i64,
    pub every_s: i64,
    pub length_s: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slots {
    pub now: DateTime<Utc>,
    pub ranges: Ranges,
    pub every_min: u32,
    pub length_min: u32,
    #[serde(default)]
    pub notice_min: u32,
    pub viewer_tz: String,
    /// Another system's option, which we do not have.
    #[serde(default, rename = "optimized")]
    pub _optimized: bool,
    pub host_tz: Option<String>,
    #[serde(default)]
    pub days_off: Vec<NaiveDate>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// 0 is Sunday.
    pub days: Vec<u8>,
    pub start: String,
    pub end: String,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Override {
    pub date: NaiveDate,
    pub start: String,
    pub end: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Travel {
    pub from: NaiveDate,
    pub tz: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleRanges {
    pub tz: String,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub rules: Vec<Rule>,
    #[serde(default)]
    pub overrides: Vec<Override>,
    #[serde(default)]
    pub travel: Vec<Travel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sets {
    #[serde(default)]
    pub ranges: Vec<Pair>,
    #[serde(default)]
    pub minus: Vec<Pair>,
    #[serde(default)]
    pub sets: Vec<Vec<Pair>>,
}

/// Hosts, what is offered and who looks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    pub now: DateTime<Utc>,
    pub viewer_tz: String,
    pub viewer_date: Option<NaiveDate>,
    pub hosts: Vec<Host>,
    pub event: Event,
    pub assign_to: Option<u32>,
    #[serde(default)]
    pub holds: Vec<Hold>,
    /// Who looks; every hold in the cases is somebody else's.
    pub booker: Option<String>,
    pub window: Option<Window>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    pub id: u32,
    pub tz: String,
    pub rules: Vec<Rule>,
    #[serde(default)]
    pub overrides: Vec<Override>,
    #[serde(default)]
    pub bookings: Vec<Booking>,
    #[serde(default)]
    pub busy: Vec<Pair>,
    #[serde(default)]
    pub busy_dates: Vec<NaiveDate>,
    #[serde(default)]
    pub busy_entries: Vec<BusyEntry>,
    #[serde(default)]
    pub days_off: Vec<NaiveDate>,
    #[serde(default)]
    pub holidays: Vec<NaiveDate>,
    pub days_off_until: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub status: String,
    /// Of another event type, if named.
    pub event: Option<String>,
    #[serde(default)]
    pub buffer_before_min: u32,
    #[serde(default)]
    pub buffer_after_min: u32,
    /// Another system's option: pending bookings block always here.
    #[serde(rename = "blocks")]
    pub _blocks: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusyEntry {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub transp: Option<String>,
    pub status: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub by: String,
    pub release_at: DateTime<Utc>,
    /// The event type it is for; it takes the host's time whichever that is.
    #[serde(rename = "event")]
    pub _event: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub length_min: u32,
    pub every_min: u32,
    #[serde(default)]
    pub buffer_before_min: u32,
    #[serde(default)]
    pub buffer_after_min: u32,
    #[serde(default)]
    pub notice_min: u32,
    #[serde(default)]
    pub booking_limits: Limits,
    #[serde(default)]
    pub duration_limits: Limits,
    #[serde(default)]
    pub scheduling: Scheduling,
    /// Hours of the event type, instead of the hosts' own.
    pub schedule: Option<Zoned>,
    /// Hours outside of which nothing is offered either.
    pub restriction: Option<Zoned>,
    #[serde(default)]
    pub skip_owner: bool,
    /// Another system's option, which we do not have.
    #[serde(rename = "offset_start_min")]
    pub _offset_start_min: Option<u32>,
    /// Whose calendars count; the cases name the busy times that do.
    #[serde(rename = "calendars")]
    pub _calendars: Option<String>,
    #[serde(rename = "id")]
    pub _id: Option<String>,
}

#[derive(Debug, Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Scheduling {
    #[default]
    Single,
    Collective,
    RoundRobin,
}

/// Another schedule than the host's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zoned {
    pub tz: String,
    pub rules: Vec<Rule>,
    #[serde(default)]
    pub overrides: Vec<Override>,
    #[serde(default)]
    pub use_booker_tz: bool,
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(deny_unknown_fields, rename_all = "SCREAMING_SNAKE_CASE")]
pub struct Limits {
    pub per_day: Option<u32>,
    pub per_week: Option<u32>,
    pub per_month: Option<u32>,
    /// We have no limit of a year.
    #[serde(rename = "PER_YEAR")]
    pub _per_year: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub r#type: String,
    pub days: u32,
    pub count: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub limits: Limits,
    #[serde(default)]
    pub used: u32,
    #[serde(default)]
    pub minutes_used: u32,
    pub minutes_new: Option<u32>,
}

/// The engine that cal.com had until 2023: weekly rules, or one shift of one date.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Old {
    Weekly {
        now: DateTime<Utc>,
        rules: Vec<Rule>,
        host_tz: String,
        viewer_tz: String,
        length_min: u32,
    },
    Shift {
        date: NaiveDate,
        shift: Times,
        not_before: String,
        length_min: u32,
        busy: Vec<Times>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NcWindows {
    pub now_s: i64,
    pub length_s: i64,
    pub increment_s: i64,
    pub from_s: i64,
    pub to_s: i64,
    pub bookable_until_s: Option<i64>,
    pub tz: Option<String>,
    /// Days as `MO`, `TU`, ...
    pub weekly: Option<BTreeMap<String, Vec<Times>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NcExtrapolate {
    pub increment_s: i64,
    pub length_s: i64,
    pub windows: Vec<[i64; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NcDaily {
    pub daily_max: u32,
    pub token: String,
    pub slots: Vec<[i64; 2]>,
    /// By the first second of the day.
    pub events_by_day: BTreeMap<String, Vec<NcEvent>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NcEvent {
    pub token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NcConflict {
    pub slots: Vec<[i64; 2]>,
    pub events: Vec<[i64; 2]>,
    pub prepare_s: i64,
    pub followup_s: i64,
}

/// Local times of one date.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ea {
    pub date: NaiveDate,
    pub windows: Vec<Times>,
    #[serde(default)]
    pub minus: Vec<Times>,
    /// A break or an absence: both take time alike.
    #[serde(rename = "minus_kind")]
    pub _minus_kind: Option<String>,
    pub length_min: Option<u32>,
    pub every_min: Option<u32>,
}
