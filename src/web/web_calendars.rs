//! Links that put a session into calendars on the web. They belong to others, and are marked so;
//! nothing is loaded from them, and they learn of it only when somebody follows the link.

use chrono::{DateTime, Utc};
use url::Url;

use super::hosts::NextLink;
use crate::kernel::span::Span;

/// What it is called, its address, and the fields of its form.
type Form<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// The links to the common ones.
pub fn links(title: &str, span: Span, location: &str) -> Vec<NextLink> {
    let compact = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let plain = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let dates = format!("{}/{}", compact(span.start()), compact(span.end()));
    let (start, end) = (plain(span.start()), plain(span.end()));
    let outlook = [
        ("path", "/calendar/action/compose"),
        ("rru", "addevent"),
        ("subject", title),
        ("startdt", &start),
        ("enddt", &end),
        ("location", location),
    ];
    let forms: [Form<'_>; 4] = [
        (
            "Google",
            "https://calendar.google.com/calendar/render",
            &[
                ("action", "TEMPLATE"),
                ("text", title),
                ("dates", &dates),
                ("location", location),
            ],
        ),
        (
            "Outlook.com",
            "https://outlook.live.com/calendar/0/deeplink/compose",
            &outlook,
        ),
        (
            "Microsoft 365",
            "https://outlook.office.com/calendar/0/deeplink/compose",
            &outlook,
        ),
        (
            "Yahoo",
            "https://calendar.yahoo.com/",
            &[
                ("v", "60"),
                ("title", title),
                ("st", &compact(span.start())),
                ("et", &compact(span.end())),
                ("in_loc", location),
            ],
        ),
    ];
    forms
        .into_iter()
        .filter_map(|(label, address, fields)| {
            Some(NextLink {
                href: Url::parse_with_params(address, fields).ok()?.into(),
                label: label.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_one_value() {
        let at = |text: &str| text.parse().unwrap();
        let span = Span::new(at("2026-01-12T09:00:00Z"), at("2026-01-12T09:50:00Z")).unwrap();

        let links = links("Kaffee & Kuchen", span, "Am Zollhafen 3");

        assert_eq!(links.len(), 4);
        assert_eq!(
            links[0].href,
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Kaffee+%26+Kuchen\
             &dates=20260112T090000Z%2F20260112T095000Z&location=Am+Zollhafen+3"
        );
    }
}
