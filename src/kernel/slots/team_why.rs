//! Everything that decides whether a time of several hosts can be booked: what counts for the
//! session, and what counts for each of them.

use super::grid::{Clock, Grid};
use super::team::{is_held, together};
use super::why::{in_time, limits_of, so};
use super::{Finding, Offer, Reason, Refusal, TeamOffer, beginning};
use crate::kernel::span::Span;
use crate::kernel::time_off;

/// The rules and entries that decide about a time of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamFindings {
    /// The first reason against it, as a client is told; none if it can be booked.
    pub refusal: Option<Refusal>,
    /// The rules of the event type.
    pub shared: Vec<Finding>,
    /// Those of each host of each part. A host can take the time exactly if none is against it.
    pub hosts: Vec<Vec<Vec<Finding>>>,
}

impl TeamOffer<'_> {
    /// Every rule and entry that decides about `span`. It can be booked exactly if no shared one
    /// is against it and each part that is needed, of which there is one at least, has a host who
    /// can take it.
    pub fn explain(&self, span: Span) -> TeamFindings {
        let mut shared = in_time(self.rules, self.zone, self.now, span);
        let tally = self.tally();
        shared.extend(limits_of(self.rules, self.zone, tally.as_ref(), span));
        if is_held(&self.needed(|host| host.free(span)), span) {
            let step = self.rules.step;
            shared.push(so(Reason::Grid { step }, !self.is_on_grid(span)));
        }
        let parts = self.parts.iter();
        TeamFindings {
            refusal: self.check(span).err(),
            shared,
            hosts: parts
                .map(|part| part.hosts.iter().map(|host| of_host(host, span)).collect())
                .collect(),
        }
    }

    /// Whether a session begins then, by the grid alone.
    fn is_on_grid(&self, span: Span) -> bool {
        let length = u32::try_from(span.duration().num_minutes()).unwrap_or(u32::MAX);
        let clock = Clock {
            home: self.zone,
            time_off: &time_off::NONE,
        };
        beginning(span).is_some_and(|starts| {
            let grid = Grid::new(self.rules, clock, length, starts);
            let windows = self.needed(|host| host.free(grid.range()));
            let slots = grid.slots(&together(&windows), None);
            slots.iter().any(|slot| slot.span == span)
        })
    }
}

/// What decides about one host, whatever the event type says about when it is booked.
fn of_host(host: &Offer, span: Span) -> Vec<Finding> {
    let mut findings = host.hours_of(span);
    findings.extend(host.in_the_way(span));
    findings.extend(host.powers(span));
    findings
}
