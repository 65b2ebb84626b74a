use chrono::{DateTime, Utc};

use super::{Owner, Search, Why, find};
use crate::kernel::span::Span;

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

fn search(from: &str, to: &str) -> Search {
    Search {
        owner: Owner {
            zone: chrono_tz::Europe::Berlin,
            addresses: vec!["mira@coop.example".to_owned()],
        },
        window: Span::new(at(from), at(to)).unwrap(),
        own_suffix: "@coop.example".to_owned(),
        with_free: false,
    }
}

/// The busy times of a calendar in the year 2026, in UTC.
fn times(components: &str) -> Vec<String> {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{components}\nEND:VCALENDAR\n");
    let found = find(
        text.as_bytes(),
        &search("2026-01-01T00:00", "2027-01-01T00:00"),
    )
    .unwrap();
    found
        .times
        .iter()
        .map(|busy| {
            let mark = if busy.is_tentative { "?" } else { "" };
            format!(
                "{} {}{mark}",
                busy.span.start().format("%m-%d %H:%M"),
                busy.span.duration().num_minutes()
            )
        })
        .collect()
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a\n{lines}\nEND:VEVENT\n")
}

const BERLIN: &str =
    "DTSTART;TZID=Europe/Berlin:20260326T100000\nDTEND;TZID=Europe/Berlin:20260326T110000\n";

#[test]
fn an_event_is_busy_unless_it_says_otherwise() {
    let with = |lines: &str| times(&event(&format!("{BERLIN}{lines}")));
    let busy = ["03-26 09:00 60"];
    let perhaps = ["03-26 09:00 60?"];
    let free: [&str; 0] = [];

    assert_eq!(with("SUMMARY:Tea"), busy);
    assert_eq!(with("TRANSP:TRANSPARENT"), free);
    assert_eq!(with("STATUS:CANCELLED"), free);
    assert_eq!(with("STATUS:TENTATIVE"), perhaps);
    assert_eq!(with("X-MICROSOFT-CDO-BUSYSTATUS:FREE"), free);
    assert_eq!(with("X-MICROSOFT-CDO-BUSYSTATUS:OOF"), busy);
    assert_eq!(
        with("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY"),
        busy
    );
    assert_eq!(with("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"), perhaps);
    assert_eq!(
        with("ATTENDEE;PARTSTAT=DECLINED:mailto:Mira@coop.example"),
        free
    );
    assert_eq!(
        with("ATTENDEE;PARTSTAT=DECLINED:mailto:other@coop.example"),
        busy
    );
    assert_eq!(
        with("ATTENDEE;PARTSTAT=TENTATIVE:MAILTO:mira@coop.example"),
        perhaps
    );
}

#[test]
fn our_own_sessions_that_come_back_do_not_count() {
    assert_eq!(
        times(&format!(
            "BEGIN:VEVENT\nUID:1-2@coop.example\n{BERLIN}END:VEVENT"
        ))
        .len(),
        0
    );
}

#[test]
fn days_are_those_of_the_owner() {
    assert_eq!(
        times(&event("DTSTART;VALUE=DATE:20260329")),
        ["03-28 23:00 1380"]
    );
    assert_eq!(
        times(&event(
            "DTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260703"
        )),
        ["06-30 22:00 2880"]
    );
    assert_eq!(
        times(&event(
            "DTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260701"
        )),
        ["06-30 22:00 1440"]
    );
    assert_eq!(
        times(&event("DTSTART:20260701T100000\nDURATION:PT90M")),
        ["07-01 08:00 90"]
    );
    assert_eq!(
        times(&event("DTSTART:20260701T100000Z")).len(),
        0,
        "no time at all"
    );
}

#[test]
fn a_series_keeps_its_wall_clock_time() {
    assert_eq!(
        times(&event(&format!("{BERLIN}RRULE:FREQ=WEEKLY;COUNT=2"))),
        ["03-26 09:00 60", "04-02 08:00 60"]
    );
}

#[test]
fn until_is_understood_in_every_form() {
    let daily =
        |until: &str| times(&event(&format!("{BERLIN}RRULE:FREQ=DAILY;UNTIL={until}"))).len();

    assert_eq!(daily("20260328T090000Z"), 3, "an instant");
    assert_eq!(daily("20260328T085959Z"), 2);
    assert_eq!(daily("20260328T100000"), 3, "by the clocks of the start");
    assert_eq!(daily("20260328"), 3, "a date includes its day");
    assert_eq!(daily("20260328;COUNT=2"), 2, "what ends first counts");
}

#[test]
fn exceptions_are_taken_out_in_every_form() {
    let without = |exdate: &str| {
        times(&event(&format!(
            "{BERLIN}RRULE:FREQ=DAILY;COUNT=3\n{exdate}"
        )))
    };
    let left = ["03-26 09:00 60", "03-28 09:00 60"];

    assert_eq!(without("EXDATE;TZID=Europe/Berlin:20260327T100000"), left);
    assert_eq!(without("EXDATE:20260327T090000Z"), left);
    assert_eq!(
        without("EXDATE;TZID=America/New_York:20260327T050000"),
        left
    );
    assert_eq!(without("EXDATE;VALUE=DATE:20260327"), left);
    assert_eq!(without("EXDATE:20260327T100000Z").len(), 3, "another time");
}

#[test]
fn dates_and_periods_are_added() {
    assert_eq!(
        times(&event(&format!(
            "{BERLIN}RDATE;TZID=Europe/Berlin:20260401T120000\nRDATE;VALUE=PERIOD:20260501T080000Z/PT30M,20260502T080000Z/20260502T100000Z"
        ))),
        [
            "03-26 09:00 60",
            "04-01 10:00 60",
            "05-01 08:00 30",
            "05-02 08:00 120"
        ]
    );
}

#[test]
fn an_instance_may_differ_from_its_series() {
    let master = event(&format!("{BERLIN}RRULE:FREQ=DAILY;COUNT=3"));
    let moved = |id: &str, lines: &str| {
        format!("{}{master}", event(&format!("RECURRENCE-ID{id}\n{lines}")))
    };
    let at_noon = "DTSTART:20260327T120000Z\nDURATION:PT30M";
    let expected = ["03-26 09:00 60", "03-27 12:00 30", "03-28 09:00 60"];

    // It may come before its series, name its time in another zone, or only its day.
    assert_eq!(
        times(&moved(";TZID=Europe/Berlin:20260327T100000", at_noon)),
        expected
    );
    assert_eq!(times(&moved(":20260327T090000Z", at_noon)), expected);
    assert_eq!(times(&moved(";VALUE=DATE:20260327", at_noon)), expected);
    let cancelled = format!("{at_noon}\nSTATUS:CANCELLED");
    assert_eq!(
        times(&moved(":20260327T090000Z", &cancelled)),
        ["03-26 09:00 60", "03-28 09:00 60"]
    );
    // Its series may be elsewhere.
    assert_eq!(
        times(&event(&format!(
            "RECURRENCE-ID:20260327T090000Z\n{at_noon}"
        ))),
        ["03-27 12:00 30"]
    );
}

#[test]
fn a_change_may_hold_for_all_that_follow() {
    let master = event(&format!("{BERLIN}RRULE:FREQ=DAILY;COUNT=5"));
    let change = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260328T090000Z\nDTSTART;TZID=Europe/Berlin:20260328T140000\nDURATION:PT30M",
    );

    assert_eq!(
        times(&format!("{master}{change}")),
        [
            "03-26 09:00 60",
            "03-27 09:00 60",
            "03-28 13:00 30",
            "03-29 12:00 30",
            "03-30 12:00 30"
        ]
    );
}

#[test]
fn of_two_with_the_same_uid_the_newer_counts() {
    let old = event(&format!("SEQUENCE:1\nDTSTAMP:20260102T000000Z\n{BERLIN}"));
    let new =
        event("SEQUENCE:2\nDTSTAMP:20260101T000000Z\nDTSTART:20260401T100000Z\nDURATION:PT1H");

    assert_eq!(times(&format!("{new}{old}")), ["04-01 10:00 60"]);
    assert_eq!(times(&format!("{old}{new}")), ["04-01 10:00 60"]);
}

#[test]
fn zones_are_found_by_every_name() {
    let at = |tzid: &str| {
        times(&event(&format!(
            "DTSTART;TZID={tzid}:20260701T100000\nDURATION:PT1H"
        )))
    };
    let berlin = ["07-01 08:00 60"];

    assert_eq!(at("europe/berlin"), berlin);
    assert_eq!(at("W. Europe Standard Time"), berlin);
    assert_eq!(at("/freeassociation.sourceforge.net/Europe/Berlin"), berlin);
    assert_eq!(
        at("/softwarestudio.org/Olson_20011030_5/Europe/Berlin"),
        berlin
    );
    assert_eq!(
        at("\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\""),
        berlin
    );
    assert_eq!(at("Eastern Standard Time"), ["07-01 14:00 60"]);
}

/// A zone that says by itself when its clocks change: by an hour and a half, in April and October.
const OWN_ZONE: &str = "BEGIN:VTIMEZONE\nTZID:Ship\nBEGIN:STANDARD\nDTSTART:20001001T030000\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU\nTZOFFSETFROM:+0330\nTZOFFSETTO:+0200\nEND:STANDARD\n\
    BEGIN:DAYLIGHT\nDTSTART:20000402T020000\nRRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\n\
    TZOFFSETFROM:+0200\nTZOFFSETTO:+0330\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

#[test]
fn a_zone_of_its_own_is_reckoned_by_its_own_rules() {
    let at = |local: &str| {
        times(&format!(
            "{OWN_ZONE}{}",
            event(&format!("DTSTART;TZID=Ship:{local}\nDURATION:PT1H"))
        ))
    };

    assert_eq!(at("20260201T100000"), ["02-01 08:00 60"]);
    assert_eq!(at("20260701T100000"), ["07-01 06:30 60"]);
    assert_eq!(at("20260405T013000"), ["04-04 23:30 60"], "before the gap");
    assert_eq!(at("20260405T023000"), ["04-05 00:30 60"], "in the gap");
    assert_eq!(at("20260405T033000"), ["04-05 00:00 60"], "after the gap");
    assert_eq!(
        at("20261004T020000"),
        ["10-03 22:30 60"],
        "the first of two"
    );
}

#[test]
fn a_name_of_the_database_with_other_rules_is_not_that_zone() {
    let zone = OWN_ZONE.replace("Ship", "Europe/Berlin");
    let event = event("DTSTART;TZID=Europe/Berlin:20260701T100000\nDURATION:PT1H");

    assert_eq!(times(&format!("{zone}{event}")), ["07-01 06:30 60"]);
}

#[test]
fn stated_busy_times_count_by_their_type() {
    assert_eq!(
        times(
            "BEGIN:VFREEBUSY\nFREEBUSY:20260301T100000Z/PT1H,20260301T120000Z/20260301T123000Z\n\
             FREEBUSY;FBTYPE=FREE:20260302T100000Z/PT1H\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20260303T100000Z/PT1H\n\
             END:VFREEBUSY"
        ),
        ["03-01 10:00 60", "03-01 12:00 30", "03-03 10:00 60?"]
    );
}

#[test]
fn a_rule_without_measure_is_cut_and_said() {
    let text = format!(
        "BEGIN:VCALENDAR\n{}END:VCALENDAR",
        event("DTSTART:00010101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY")
    );
    let found = find(
        text.as_bytes(),
        &search("2026-01-01T00:00", "2026-03-01T00:00"),
    )
    .unwrap();

    assert!(found.times.len() > 10_000);
    assert_eq!(found.skipped.first[0].why, Why::RuleCut);
}

#[test]
fn the_ends_of_time_are_no_trouble() {
    let rules = [
        "",
        "RRULE:FREQ=YEARLY\n",
        "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z\n",
        "RRULE:FREQ=MONTHLY;BYSETPOS=366,-366\n",
    ];
    for year in ["0001", "9999"] {
        for rule in rules {
            times(&event(&format!(
                "DTSTART:{year}1231T235959Z\nDURATION:P9999W\n{rule}"
            )));
        }
    }
}

#[test]
fn many_rules_without_measure_end_together() {
    let one =
        "BEGIN:VEVENT\nDTSTART:00010101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n";
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR", one.repeat(5_000));
    let found = find(
        text.as_bytes(),
        &search("2026-01-01T00:00", "2027-01-01T00:00"),
    )
    .unwrap();

    assert!(found.times.len() <= 20_000);
    assert_eq!(found.skipped.count, 5_000, "each of them is cut");
}

#[test]
fn what_an_availability_leaves_is_busy() {
    let office = "BEGIN:VAVAILABILITY\nUID:a\nDTSTART:20260105T000000Z\nDTEND:20260107T000000Z\n\
                  BEGIN:AVAILABLE\nUID:a1\nDTSTART:20260105T080000Z\nDTEND:20260105T160000Z\n\
                  RRULE:FREQ=DAILY\nEND:AVAILABLE\nEND:VAVAILABILITY\n";
    let perhaps = "BEGIN:VAVAILABILITY\nUID:b\nPRIORITY:2\nDTSTART:20260106T120000Z\nDURATION:PT6H\n\
                   BUSYTYPE:BUSY-TENTATIVE\nBEGIN:AVAILABLE\nUID:b1\nDTSTART:20260106T120000Z\n\
                   DTEND:20260106T130000Z\nEND:AVAILABLE\nEND:VAVAILABILITY\n";
    let alone = ["01-05 00:00 480", "01-05 16:00 960", "01-06 16:00 480"];
    let both = [
        "01-05 00:00 480",
        "01-05 16:00 960",
        "01-06 13:00 300?",
        "01-06 18:00 360",
    ];

    assert_eq!(times(office), alone);
    assert_eq!(times(&format!("{office}{perhaps}")), both);
}

#[test]
fn an_availability_without_end_takes_the_whole_window_but_its_parts() {
    let weekly = "BEGIN:VAVAILABILITY\nUID:a\nBEGIN:AVAILABLE\nUID:a1\n\
                  DTSTART:20260101T000000Z\nDTEND:20261231T000000Z\nEND:AVAILABLE\n\
                  END:VAVAILABILITY\n";

    assert_eq!(times(weekly), ["12-31 00:00 1440"]);
}

#[test]
fn an_event_without_length_is_found_and_blocks_nothing() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T100000Z\nEND:VEVENT\nEND:VCALENDAR\n";
    let mut search = search("2026-01-05T10:00", "2026-01-05T11:00");

    assert!(find(text.as_bytes(), &search).unwrap().times.is_empty());
    search.with_free = true;
    let found = find(text.as_bytes(), &search).unwrap().times;
    assert_eq!(found.len(), 1);
    assert!(found[0].is_moment());
}
