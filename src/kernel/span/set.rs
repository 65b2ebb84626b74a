//! Sorted sets of spans.

use chrono::TimeDelta;

use super::Span;

/// Spans in ascending order that neither overlap nor touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpanSet(Vec<Span>);

impl SpanSet {
    /// The set of every instant that lies in one of `spans`, which may come in any order.
    pub fn from_spans(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().collect();
        if !spans.is_sorted() {
            spans.sort_unstable();
        }
        let mut set = Self(Vec::with_capacity(spans.len()));
        for span in spans {
            set.append(span);
        }
        set
    }

    /// The spans, ascending.
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// Whether no instant lies in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What lies in one of both, or in both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut set = Self(Vec::with_capacity(self.0.len() + other.0.len()));
        let (mut left, mut right) = (self.0.as_slice(), other.0.as_slice());
        while let (Some(a), Some(b)) = (left.first(), right.first()) {
            if a.start <= b.start {
                set.append(*a);
                left = &left[1..];
            } else {
                set.append(*b);
                right = &right[1..];
            }
        }
        for span in left.iter().chain(right) {
            set.append(*span);
        }
        set
    }

    /// What lies in this set and not in `other`.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        self.subtract_keeping(other, TimeDelta::zero())
    }

    /// The same, without spans that are shorter than `shortest`.
    #[must_use]
    pub fn subtract_keeping(&self, other: &Self, shortest: TimeDelta) -> Self {
        let long = |span: &Span| span.duration() >= shortest;
        let mut rest = Vec::with_capacity(self.0.len());
        let mut minus = other.0.as_slice();
        for span in &self.0 {
            while minus.first().is_some_and(|m| m.end <= span.start) {
                minus = &minus[1..];
            }
            let mut start = span.start;
            for m in minus.iter().take_while(|m| m.start < span.end) {
                rest.extend(Span::new(start, m.start).filter(long));
                start = m.end;
            }
            rest.extend(Span::new(start, span.end).filter(long));
        }
        Self(rest)
    }

    /// What lies in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        let (mut left, mut right) = (self.0.as_slice(), other.0.as_slice());
        while let (Some(a), Some(b)) = (left.first(), right.first()) {
            both.extend(a.intersection(b));
            if a.end <= b.end {
                left = &left[1..];
            } else {
                right = &right[1..];
            }
        }
        Self(both)
    }

    /// The spans that are no shorter than `shortest`.
    #[must_use]
    pub fn at_least(mut self, shortest: TimeDelta) -> Self {
        self.0.retain(|span| span.duration() >= shortest);
        self
    }

    /// Whether every instant of `span` lies in the set.
    pub fn covers(&self, span: &Span) -> bool {
        // The spans do not touch, so that one of them must do it alone.
        self.within(*span).first().is_some_and(|s| s.covers(span))
    }

    /// Whether some instant of `span` lies in the set.
    pub fn overlaps(&self, span: &Span) -> bool {
        !self.within(*span).is_empty()
    }

    /// The spans that overlap `range`, whole. Found by binary search.
    pub fn within(&self, range: Span) -> &[Span] {
        let first = self.0.partition_point(|s| s.end <= range.start);
        let rest = &self.0[first..];
        &rest[..rest.partition_point(|s| s.start < range.end)]
    }

    /// Adds a span that starts no earlier than any that is there.
    fn append(&mut self, span: Span) {
        match self.0.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => self.0.push(span),
        }
    }
}

impl From<Span> for SpanSet {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}
