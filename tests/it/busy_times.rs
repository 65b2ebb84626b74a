//! Busy times of every length are found from any side.

use chrono::TimeDelta;
use zeitgenosse::kernel::span::{Span, SpanSet};
use zeitgenosse::service::busy;
use zeitgenosse::store::busy as stored;

use crate::support::rig::{Rig, at};

#[actix_web::test]
async fn a_busy_time_is_found_by_all_that_it_touches_however_long_it_is() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let begin = at("2026-01-10T00:00:00Z");
    let day = TimeDelta::days(1);
    let lengths = [
        TimeDelta::hours(1),
        day * 2 - TimeDelta::microseconds(1),
        day * 2,
        day * 2 + TimeDelta::microseconds(1),
        day * 40,
    ];
    let spans: Vec<Span> = lengths
        .iter()
        .enumerate()
        .map(|(place, length)| {
            let start = begin + day * 50 * i32::try_from(place).unwrap();
            Span::new(start, start + *length).unwrap()
        })
        .collect();
    let (viewer, entered) = (host.viewer.clone(), spans.clone());
    rig.write(move |db| {
        for span in entered {
            busy::create(db, &viewer, span, "")?;
        }
        Ok(())
    })
    .await
    .unwrap();

    let tick = TimeDelta::microseconds(1);
    for span in &spans {
        let (start, end) = (span.start(), span.end());
        for (from, to) in [
            (start - day, start),
            (start - day, start + tick),
            (end - tick, end + day),
            (end, end + day),
            (start + tick, end - tick),
            (start - day * 3, end + day * 3),
            (begin - day, begin + day * 400),
        ] {
            let range = Span::new(from, to).unwrap();
            let expected = spans.iter().copied().filter(|it| it.overlaps(&range));
            let expected = SpanSet::from_spans(expected);
            let id = host.viewer.person.id.clone();
            let read = rig
                .state
                .store
                .read(move |db| stored::in_range(db, &id, range));
            assert_eq!(read.await.unwrap(), expected, "{range:?}");
        }
    }
}
