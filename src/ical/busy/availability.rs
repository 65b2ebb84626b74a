//! What lies outside of the times at which somebody can be asked for (RFC 7953 §4).

use chrono::{DateTime, Utc};

use super::series::{self, Series};
use super::{Search, Sink, Told, by_uid};
use crate::ical::read::{Availability, End, Event, SkippedList, Zones};
use crate::kernel::span::{Span, SpanSet};

/// Puts the busy times that availabilities leave. Where several speak of a time, the one with the
/// highest priority counts; of equals the first.
pub(super) fn put(
    mut availabilities: Vec<Availability>,
    zones: &Zones,
    search: &Search,
    sink: &mut Sink,
) {
    availabilities.sort_by_key(|one| match one.priority {
        0 => i64::MAX,
        priority => priority,
    });
    let mut decided = SpanSet::default();
    for one in availabilities {
        let scope = scope(&one, zones, search).and_then(|span| span.intersection(&search.window));
        let Some(scope) = scope else { continue };
        let scope = SpanSet::from_spans([scope]);
        let open = available(one.available, zones, search, sink);
        let busy = scope.subtract(&decided).subtract(&open);
        for span in busy.as_slice() {
            sink.put(Some(*span), Told::outright(one.weight));
        }
        decided = decided.union(&scope);
    }
}

/// The time that an availability speaks of.
fn scope(one: &Availability, zones: &Zones, search: &Search) -> Option<Span> {
    let window = search.window;
    let start = one.start.map(|start| series::instant(start, zones, search));
    let end: Option<DateTime<Utc>> = match one.end {
        None => None,
        Some(End::At(end)) => Some(series::instant(end, zones, search)),
        Some(End::After(length)) => Some(start?.checked_add_signed(length.about())?),
    };
    Span::new(start.unwrap_or(window.start()), end.unwrap_or(window.end()))
}

/// When it says that its owner can be asked for, in the window. What it costs is taken from what
/// the calendar as a whole may cost.
fn available(events: Vec<Event>, zones: &Zones, search: &Search, sink: &mut Sink) -> SpanSet {
    let mut inner = Sink {
        window: search.window,
        with_free: true,
        left: sink.left,
        times: Vec::new(),
        skipped: SkippedList::default(),
    };
    for events in by_uid(events, "") {
        Series::new(events, zones, search).expand(&mut inner);
    }
    sink.left = inner.left;
    for skipped in inner.skipped.first {
        sink.skipped.push(skipped.line, skipped.why);
    }
    SpanSet::from_spans(inner.times.into_iter().map(|time| time.span))
}
