use super::*;

const BERLIN: Tz = Tz::Europe__Berlin;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `2026-12-01 09:00` in Berlin.
fn at(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    zone::instant(local, BERLIN)
}

fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to)).unwrap()
}

fn piece(kind: Kind, name: &str, span: Span) -> Piece {
    Piece {
        span,
        kind,
        name: name.to_owned(),
        note: String::new(),
        href: None,
    }
}

fn build(monday: &str, open: &[Span], sessions: &[Piece], busy: &[Piece]) -> Week {
    Week::of(&Source {
        monday: date(monday),
        zone: BERLIN,
        open,
        sessions,
        busy,
        now: at("2026-01-05 12:10"),
    })
}

/// The cells of a day: row's clock, class, rows, names.
fn day(week: &Week, wanted: &str) -> Vec<(String, String, usize, String)> {
    let column = week
        .days
        .iter()
        .position(|day| day.date == date(wanted))
        .unwrap();
    let mut covered = vec![0; week.days.len()];
    let mut found = Vec::new();
    for row in &week.rows {
        let mut cells = row.cells.iter();
        for (place, left) in covered.iter_mut().enumerate() {
            if *left > 0 {
                *left -= 1;
                continue;
            }
            let cell = cells.next().unwrap();
            *left = cell.rows - 1;
            if place == column {
                let names: Vec<&str> = cell
                    .entries
                    .iter()
                    .map(|entry| entry.name.as_str())
                    .collect();
                found.push((
                    row.clock.clone(),
                    cell.class.clone(),
                    cell.rows,
                    names.join("+"),
                ));
            }
        }
        assert!(cells.next().is_none(), "a row has more cells than days");
    }
    found
}

/// The cells of a day that somebody's name stands in.
#[track_caller]
fn check(week: &Week, wanted: &str, expected: &[(&str, &str, usize, &str)]) {
    let found = day(week, wanted);
    let named: Vec<(&str, &str, usize, &str)> = found
        .iter()
        .filter(|cell| !cell.3.is_empty())
        .map(|cell| (cell.0.as_str(), cell.1.as_str(), cell.2, cell.3.as_str()))
        .collect();
    assert_eq!(named, expected);
}

#[test]
fn a_week_without_anything_shows_its_working_days() {
    let week = build("2026-12-07", &[], &[], &[]);

    assert_eq!(week.days.len(), 5);
    assert_eq!(week.rows.len(), 20);
    assert_eq!(week.rows[0].clock, "8:00");
}

#[test]
fn a_weekend_is_shown_when_it_has_hours_or_sessions() {
    let saturday = [span("2026-12-12 10:00", "2026-12-12 12:00")];
    let sunday = [piece(
        Kind::Kept,
        "Thea",
        span("2026-12-13 10:00", "2026-12-13 11:00"),
    )];

    let week = build("2026-12-07", &saturday, &sunday, &[]);

    assert_eq!(week.days.len(), 7);
}

#[test]
fn sessions_take_the_half_hours_they_touch() {
    let sessions = [
        piece(
            Kind::Kept,
            "Thea",
            span("2026-12-07 10:00", "2026-12-07 10:50"),
        ),
        piece(
            Kind::Asked,
            "Paula",
            span("2026-12-07 11:00", "2026-12-07 11:20"),
        ),
    ];

    let week = build("2026-12-07", &[], &sessions, &[]);

    check(
        &week,
        "2026-12-07",
        &[("10:00", "kept", 2, "Thea"), ("11:00", "asked", 1, "Paula")],
    );
}

#[test]
fn a_session_off_the_grid_gives_way_to_the_one_before_and_says_its_time() {
    let sessions = [
        piece(
            Kind::Kept,
            "Thea",
            span("2026-12-07 10:00", "2026-12-07 10:50"),
        ),
        piece(
            Kind::Kept,
            "Ole",
            span("2026-12-07 10:50", "2026-12-07 11:40"),
        ),
    ];

    let week = build("2026-12-07", &[], &sessions, &[]);

    check(
        &week,
        "2026-12-07",
        &[("10:00", "kept", 2, "Thea"), ("11:00", "kept", 2, "Ole")],
    );
    let ole = week.rows[2]
        .cells
        .iter()
        .flat_map(|cell| &cell.entries)
        .next();
    assert_eq!(ole.unwrap().clock.as_deref(), Some("10:50"));
}

#[test]
fn sessions_within_one_half_hour_share_its_cell() {
    let sessions = [
        piece(
            Kind::Kept,
            "Thea",
            span("2026-12-07 10:00", "2026-12-07 10:15"),
        ),
        piece(
            Kind::Asked,
            "Ole",
            span("2026-12-07 10:15", "2026-12-07 10:30"),
        ),
    ];

    let week = build("2026-12-07", &[], &sessions, &[]);

    check(
        &week,
        "2026-12-07",
        &[("10:00", "asked many", 1, "Thea+Ole")],
    );
}

#[test]
fn a_session_over_midnight_stands_in_both_days() {
    let sessions = [piece(
        Kind::Kept,
        "Thea",
        span("2026-12-07 23:00", "2026-12-08 01:00"),
    )];

    let week = build("2026-12-07", &[], &sessions, &[]);

    check(&week, "2026-12-07", &[("23:00", "kept", 2, "Thea")]);
    check(&week, "2026-12-08", &[("0:00", "kept", 2, "Thea")]);
    assert_eq!(week.rows.len(), 48);
}

#[test]
fn busy_times_fill_what_sessions_leave() {
    let sessions = [piece(
        Kind::Kept,
        "Thea",
        span("2026-12-07 10:00", "2026-12-07 11:00"),
    )];
    let busy = [
        piece(
            Kind::Busy,
            "Zahnarzt",
            span("2026-12-07 09:00", "2026-12-07 10:30"),
        ),
        piece(
            Kind::Busy,
            "privat",
            span("2026-12-07 09:45", "2026-12-07 11:30"),
        ),
    ];

    let week = build(
        "2026-12-07",
        &[span("2026-12-07 08:00", "2026-12-07 12:00")],
        &sessions,
        &busy,
    );

    check(
        &week,
        "2026-12-07",
        &[
            ("9:00", "busy", 2, "Zahnarzt"),
            ("10:00", "kept", 2, "Thea"),
            ("11:00", "busy", 1, "privat"),
        ],
    );
}

#[test]
fn a_day_off_does_not_stretch_the_week() {
    let busy = [piece(
        Kind::Busy,
        "Urlaub",
        span("2026-12-07 00:00", "2026-12-08 00:00"),
    )];

    let week = build("2026-12-07", &[], &[], &busy);

    assert_eq!(week.rows.len(), 20);
}

#[test]
fn the_night_in_which_clocks_go_forward_has_no_third_hour() {
    // 2026-03-29, 2:00 becomes 3:00.
    let open = [span("2026-03-29 01:00", "2026-03-29 05:00")];

    let week = build("2026-03-23", &open, &[], &[]);

    let classes: Vec<(String, String)> = day(&week, "2026-03-29")
        .into_iter()
        .map(|cell| (cell.0, cell.1))
        .collect();
    assert_eq!(classes.first().unwrap().0, "1:00");
    let open: Vec<&str> = classes
        .iter()
        .filter(|cell| cell.1 == "open")
        .map(|cell| cell.0.as_str())
        .collect();
    assert_eq!(open, ["1:00", "1:30", "3:00", "3:30", "4:00", "4:30"]);
}

#[test]
fn the_hour_that_comes_twice_has_its_rows_once() {
    // 2026-10-25, 3:00 becomes 2:00: from 2:45 (first) to 2:15 (second) is half an hour.
    let start = at("2026-10-25 02:45");
    let sessions = [piece(
        Kind::Kept,
        "Thea",
        Span::new(start, start + chrono::TimeDelta::minutes(30)).unwrap(),
    )];

    let week = build("2026-10-19", &[], &sessions, &[]);

    check(&week, "2026-10-25", &[("2:30", "kept", 2, "Thea")]);
}

#[test]
fn the_present_is_marked_today() {
    let week = build(
        "2026-01-05",
        &[span("2026-01-05 09:00", "2026-01-05 17:00")],
        &[],
        &[],
    );

    let marked: Vec<_> = day(&week, "2026-01-05")
        .into_iter()
        .filter(|cell| cell.1.ends_with("now"))
        .collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0].0, "12:00");
    assert!(week.days[0].is_today);
}

#[test]
fn a_busy_day_is_named_where_its_hours_are_shown() {
    let open = [span("2026-01-12 09:00", "2026-01-12 11:00")];
    let away = piece(
        Kind::Busy,
        "Away",
        span("2026-01-12 00:00", "2026-01-13 00:00"),
    );

    let week = build("2026-01-12", &open, &[], &[away]);

    let cell = ("9:00".to_owned(), "busy".to_owned(), 4, "Away".to_owned());
    assert_eq!(day(&week, "2026-01-12"), [cell]);
}
