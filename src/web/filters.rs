//! The filter of a page: what is on, and a link to turn each part on or off.

use super::address::Address;
use crate::kernel::finding::{DayTime, Filter, weekday_code};
use crate::texts::Words;

/// The filter of a page, as `finding/filters.html` prints it.
pub struct Filters {
    /// The weekdays, from Monday on.
    pub weekdays: Vec<Toggle>,
    /// The times of the day.
    pub times: Vec<Toggle>,
    /// What is on, with the way to do without it.
    pub active: Vec<Toggle>,
    /// The page without any filter, if there is one.
    pub clear: Option<String>,
}

/// A part of a filter and the way to turn it.
pub struct Toggle {
    /// The id of its link: the focus comes back to it.
    pub id: String,
    /// The page after it was turned.
    pub href: String,
    /// `Mo`, or `Vormittag, bis 12 Uhr`.
    pub label: String,
    /// In full: `Montag`.
    pub name: String,
    /// It is on.
    pub is_on: bool,
}

impl Filters {
    /// The filter in words; `to` is the page with another one.
    pub fn of(t: &Words, filter: &Filter, to: impl Fn(Filter) -> String) -> Self {
        let days = std::iter::successors(Some(chrono::Weekday::Mon), |day| Some(day.succ()));
        let weekdays: Vec<Toggle> = days
            .zip(t.week())
            .map(|(day, (label, name))| Toggle {
                id: format!("on-{}", weekday_code(day)),
                href: to(filter.turn_weekday(day)),
                label,
                name,
                is_on: filter.weekdays().any(|on| on == day),
            })
            .collect();
        let times: Vec<Toggle> = DayTime::ALL
            .into_iter()
            .map(|time| {
                let name = day_time(t, time);
                Toggle {
                    id: format!("at-{}", time.code()),
                    href: to(filter.turn_time(time)),
                    label: name.clone(),
                    name,
                    is_on: filter.times().any(|on| on == time),
                }
            })
            .collect();
        let on = weekdays.iter().chain(&times).filter(|toggle| toggle.is_on);
        Self {
            active: on.map(Toggle::again).collect(),
            clear: (!filter.is_empty()).then(|| to(Filter::default())),
            weekdays,
            times,
        }
    }
}

impl Toggle {
    fn again(&self) -> Self {
        Self {
            id: self.id.clone(),
            href: self.href.clone(),
            label: self.name.clone(),
            name: self.name.clone(),
            is_on: true,
        }
    }
}

/// `Vormittag, bis 12 Uhr`: with its hours.
pub fn day_time(t: &Words, time: DayTime) -> String {
    let (from, until) = time.hours();
    t.with(
        &format!("day-time-{}", time.code()),
        &[("from", from.into()), ("until", until.into())],
    )
}

/// The parts of a query that a filter is made of.
pub fn parts(filter: &Filter) -> impl Iterator<Item = (&'static str, String)> {
    let weekday = filter.weekday_codes().map(|codes| ("weekday", codes));
    let time = filter.time_codes().map(|codes| ("time", codes));
    weekday.into_iter().chain(time)
}

/// The address with a filter.
pub fn carry(address: Address, filter: &Filter) -> Address {
    parts(filter).fold(address, |address, (name, codes)| address.with(name, &codes))
}
