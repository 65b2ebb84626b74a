//! The filter of a calendar-query (RFC 4791 §9.7).

use actix_web::http::StatusCode;
use calcard::icalendar::{ICalendarComponent, ICalendarEntry};
use calcard::{Entry as Parsed, Parser};
use chrono::{DateTime, NaiveDateTime, Utc};
use roxmltree::Node;

use super::failure::Failure;
use crate::ical::object;
use crate::ical::read::Owner;
use crate::kernel::span::Span;
use crate::webdav::{C, child, is, text};

/// What objects must have to be found.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// Nothing can have it: it asks for tasks.
    pub(super) is_empty: bool,
    /// Something of it must lie here.
    pub(super) range: Option<Span>,
    props: Vec<PropFilter>,
}

/// What a property must be.
#[derive(Debug, Clone)]
struct PropFilter {
    name: String,
    is_absent: bool,
    text: Option<TextMatch>,
}

/// What a value must contain (RFC 4791 §9.7.5).
#[derive(Debug, Clone)]
struct TextMatch {
    wanted: String,
    /// It must not contain it.
    is_negated: bool,
    /// Letters of the other case are others: `i;octet`.
    is_exact: bool,
}

impl Filter {
    /// Reads the filter of a report.
    pub(super) fn of(report: Node<'_, '_>) -> Result<Self, Failure> {
        let mut filter = Self::default();
        let calendar =
            child(report, (C, "filter")).and_then(|node| child(node, (C, "comp-filter")));
        let Some(calendar) = calendar else {
            return Ok(filter);
        };
        for event in calendar
            .children()
            .filter(|node| is(*node, (C, "comp-filter")))
        {
            if event.attribute("name") != Some("VEVENT") {
                let is_absent = child(event, (C, "is-not-defined")).is_some();
                filter.is_empty |= !is_absent;
                continue;
            }
            filter.is_empty |= child(event, (C, "is-not-defined")).is_some();
            // No alarm is looked at: a program that asks for some must look itself.
            if child(event, (C, "comp-filter")).is_some() {
                return Err(refused("C:supported-filter"));
            }
            if let Some(range) = child(event, (C, "time-range")) {
                filter.range = Some(read_range(range)?);
            }
            let props = event
                .children()
                .filter(|node| is(*node, (C, "prop-filter")));
            for prop in props.take(20) {
                filter.props.push(PropFilter::of(prop)?);
            }
        }
        Ok(filter)
    }

    /// Whether an object has what is asked for.
    pub(super) fn takes(&self, body: &str, owner: &Owner) -> bool {
        if self.is_empty {
            return false;
        }
        if let Some(range) = self.range
            && !object::touches(body, owner, range)
        {
            return false;
        }
        self.props.is_empty()
            || events(body)
                .iter()
                .any(|event| self.props.iter().all(|prop| prop.takes(event)))
    }

    /// Whether the text of an object has to be looked at.
    pub(super) fn needs_text(&self) -> bool {
        self.range.is_some() || !self.props.is_empty()
    }
}

impl PropFilter {
    fn of(node: Node<'_, '_>) -> Result<Self, Failure> {
        let matched = child(node, (C, "text-match")).map(TextMatch::of);
        Ok(Self {
            name: node
                .attribute("name")
                .unwrap_or_default()
                .to_ascii_uppercase(),
            is_absent: child(node, (C, "is-not-defined")).is_some(),
            text: matched.transpose()?,
        })
    }

    fn takes(&self, event: &ICalendarComponent) -> bool {
        let mut named = event
            .entries
            .iter()
            .filter(|entry| entry.name.as_str() == self.name);
        match &self.text {
            _ if self.is_absent => named.next().is_none(),
            None => named.next().is_some(),
            Some(text) => named.any(|entry| text.takes(value(entry))),
        }
    }
}

impl TextMatch {
    fn of(node: Node<'_, '_>) -> Result<Self, Failure> {
        let is_exact = match node.attribute("collation") {
            None | Some("default" | "i;ascii-casemap" | "i;unicode-casemap") => false,
            Some("i;octet") => true,
            Some(_) => return Err(refused("C:supported-collation")),
        };
        let wanted = text(node);
        Ok(Self {
            wanted: match is_exact {
                true => wanted,
                false => wanted.to_lowercase(),
            },
            is_negated: node.attribute("negate-condition") == Some("yes"),
            is_exact,
        })
    }

    fn takes(&self, value: String) -> bool {
        let value = match self.is_exact {
            true => value,
            false => value.to_lowercase(),
        };
        value.contains(&self.wanted) != self.is_negated
    }
}

fn refused(element: &'static str) -> Failure {
    Failure::Element(StatusCode::FORBIDDEN, element, None)
}

fn value(entry: &ICalendarEntry) -> String {
    let values = entry.values.iter().filter_map(|value| value.as_text());
    values.collect::<Vec<_>>().join(",")
}

fn events(body: &str) -> Vec<ICalendarComponent> {
    match Parser::new(body).entry() {
        Parsed::ICalendar(calendar) => calendar
            .components
            .into_iter()
            .filter(|component| component.component_type.is_event())
            .collect(),
        _ => Vec::new(),
    }
}

/// The span of a `time-range`; open ends reach as far as years are written.
pub(super) fn read_range(node: Node<'_, '_>) -> Result<Span, Failure> {
    let at = |name: &str, open: &str| -> Result<DateTime<Utc>, Failure> {
        let text = node.attribute(name).unwrap_or(open);
        NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ")
            .map(|read| read.and_utc())
            .map_err(|_| Failure::BadRequest)
    };
    let start = at("start", "00010101T000000Z")?;
    Span::new(start, at("end", "99991231T235959Z")?).ok_or(Failure::BadRequest)
}
