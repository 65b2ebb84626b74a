use super::{MOST_OCTETS, NotACalendar, Owner, Why, calendar};

fn owner() -> Owner {
    Owner {
        zone: chrono_tz::Europe::Berlin,
        addresses: vec!["mira@coop.example".to_owned()],
    }
}

fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
}

fn skipped(text: &str) -> Vec<(u32, Why)> {
    let calendar = calendar(text.as_bytes(), &owner()).unwrap();
    let first = calendar.skipped.first.iter();
    first.map(|skipped| (skipped.line, skipped.why)).collect()
}

#[test]
fn what_is_no_calendar_is_named() {
    let read = |text: &[u8]| calendar(text, &owner()).unwrap_err();

    assert_eq!(read(b""), NotACalendar::Other);
    assert_eq!(
        read(b"<!DOCTYPE html><html><body>Log in"),
        NotACalendar::Html
    );
    assert_eq!(read(&vec![b'a'; MOST_OCTETS + 1]), NotACalendar::TooLarge);
}

#[test]
fn an_event_without_end_costs_only_itself() {
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260101T100000Z\r\n\
        BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20260102T100000Z\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:c";
    let read = calendar(text.as_bytes(), &owner()).unwrap();

    assert_eq!(
        read.events
            .iter()
            .map(|event| event.uid.as_str())
            .collect::<Vec<_>>(),
        ["b"]
    );
    assert_eq!(
        skipped(text),
        [(2, Why::Unterminated), (9, Why::Unterminated)]
    );
}

#[test]
fn what_cannot_be_read_is_listed_with_its_line() {
    assert_eq!(skipped(&event("DTSTART:tomorrow")), [(2, Why::NoStart)]);
    assert_eq!(skipped(&event("SUMMARY:Tea")), [(2, Why::NoStart)]);
    assert_eq!(
        skipped(&event("DTSTART:20260101T100000Z\nDTEND:20251231T100000Z")),
        [(2, Why::BadEnd)]
    );
    assert_eq!(
        skipped(&event("DTSTART:20260101T100000Z\nRRULE:FREQ=OFTEN")),
        [(2, Why::BadRule)]
    );
    assert_eq!(
        skipped(&event("DTSTART;TZID=Atlantis:20260101T100000")),
        [(2, Why::UnknownZone)]
    );
    assert_eq!(
        skipped(&event("DTSTART:20260101T100000Z\nEXDATE:never")),
        [(2, Why::BadDate)]
    );
}

#[test]
fn latin_1_and_bare_line_ends_are_read() {
    let text = event("DTSTART:20260101T100000Z\nSUMMARY:caf\u{e9}");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let read = calendar(&latin, &owner()).unwrap();
    assert_eq!(read.events[0].title, "café");
    assert_eq!(read.skipped.first[0].why, Why::NotUtf8);

    let old = text.replace('\n', "\r");
    assert_eq!(calendar(old.as_bytes(), &owner()).unwrap().events.len(), 1);
}

#[test]
fn more_components_than_are_read_are_not_read() {
    let one = "BEGIN:VEVENT\nDTSTART:20260101T100000Z\nEND:VEVENT\n";
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", one.repeat(100_002));
    let read = calendar(text.as_bytes(), &owner()).unwrap();

    assert_eq!(read.events.len(), 100_000);
    assert_eq!(read.skipped.first[0].why, Why::TooMany);
}

#[test]
fn a_component_that_is_too_large_or_too_deep_is_skipped() {
    let large = event(&format!(
        "DTSTART:20260101T100000Z\nDESCRIPTION:{}",
        "a".repeat(1 << 20)
    ));
    assert_eq!(skipped(&large), [(2, Why::TooLarge)]);

    let deep = event(&format!(
        "{}{}",
        "BEGIN:VALARM\n".repeat(50),
        "END:VALARM\n".repeat(50)
    ));
    assert_eq!(skipped(&deep), [(2, Why::TooLarge)]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(body in "[ -~\\n\\r;:=,\u{e9}]{0,300}", whole: Vec<u8>) {
        let _ = calendar(event(&body).as_bytes(), &owner());
        let _ = calendar(&whole, &owner());
    }

    #[test]
    fn no_property_makes_it_panic(
        name in "(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|SUMMARY|UID|STATUS|ATTENDEE|ATTACH)",
        parameters in "(;VALUE=(DATE|PERIOD|RECUR|BINARY|TEXT|DURATION|TIME|UTC-OFFSET|BOOLEAN)|;TZID=[A-Za-z/]{0,12}|;ENCODING=(BASE64|QUOTED-PRINTABLE)){0,3}",
        value in "[-+0-9A-Z:;,=/]{0,40}",
    ) {
        let line = format!("DTSTART:20260101T100000Z\n{name}{parameters}:{value}");
        let _ = calendar(event(&line).as_bytes(), &owner());
    }
}
