//! The sentences of a letter that depend on what happened and on who reads it.

use super::address::one_line;
use super::content::Writer;
use super::letter::Reader;
use crate::kernel::booking::{CancelledBy, News, Status};

impl Writer<'_> {
    pub(super) fn subject(&self) -> String {
        let t = self.t;
        let values = [
            ("when", self.moment().into()),
            ("name", self.client().into()),
        ];
        match (self.letter.news, self.is_host()) {
            (News::Requested, false) => t.with("mail-requested-subject", &values),
            (News::Requested, true) => t.with("mail-requested-subject-host", &values),
            (News::Confirmed, false) => t.with("mail-confirmed-subject", &values),
            (News::Confirmed, true) => t.with("mail-confirmed-subject-host", &values),
            (News::Rescheduled, false) => t.with("mail-rescheduled-subject", &values),
            (News::Rescheduled, true) => t.with("mail-rescheduled-subject-host", &values),
            (News::Cancelled, false) => t.with("mail-cancelled-subject", &values),
            (News::Cancelled, true) => t.with("mail-cancelled-subject-host", &values),
            (News::Declined, false) => t.with("mail-declined-subject", &values),
            (News::Declined, true) => t.with("mail-declined-subject-host", &values),
            (News::Expired, false) => t.with("mail-expired-subject", &values),
            (News::Expired, true) => t.with("mail-expired-subject-host", &values),
        }
    }

    pub(super) fn heading(&self) -> String {
        let t = self.t;
        match (self.letter.news, self.is_host()) {
            (News::Requested, false) => t.get("mail-requested-heading"),
            (News::Requested, true) => t.get("mail-requested-heading-host"),
            (News::Confirmed, _) => t.get("mail-confirmed-heading"),
            (News::Rescheduled, _) => t.get("mail-rescheduled-heading"),
            (News::Cancelled, _) => t.get("mail-cancelled-heading"),
            (News::Declined, false) => t.get("mail-declined-heading"),
            (News::Declined, true) => t.get("mail-declined-heading-host"),
            (News::Expired, _) => t.get("mail-expired-heading"),
        }
    }

    pub(super) fn greeting(&self) -> String {
        let t = self.t;
        match self.letter.reader {
            Reader::Attendee => t.one("mail-greeting", "name", self.client()),
            Reader::Host => t.one("mail-greeting", "name", self.host()),
            Reader::CoHost(host) => t.one("mail-greeting", "name", one_line(&host.name)),
            Reader::Guest(_) => t.get("mail-greeting-guest"),
        }
    }

    /// What happened, in one or two sentences.
    pub(super) fn lead(&self) -> String {
        let t = self.t;
        let values = [
            ("title", self.title().into()),
            ("client", self.client().into()),
            ("host", self.host().into()),
            ("other", self.other().into()),
        ];
        match (self.letter.news, self.letter.reader) {
            (News::Requested, Reader::Attendee) => t.with("mail-requested-lead", &values),
            (News::Requested, Reader::Host | Reader::CoHost(_)) => {
                t.with("mail-requested-lead-host", &values)
            }
            (News::Requested, Reader::Guest(_)) => t.with("mail-requested-lead-guest", &values),
            (News::Confirmed, Reader::Guest(_)) => t.with("mail-confirmed-lead-guest", &values),
            (News::Confirmed, _) => t.with("mail-confirmed-lead", &values),
            (News::Rescheduled, _) => t.with("mail-rescheduled-lead", &values),
            (News::Cancelled, reader) => match (self.cancelled_by(), reader) {
                (
                    Some(CancelledBy::Attendee),
                    Reader::Host | Reader::CoHost(_) | Reader::Guest(_),
                ) => t.with("mail-cancelled-lead-by-client", &values),
                (
                    Some(CancelledBy::Host),
                    Reader::Attendee | Reader::CoHost(_) | Reader::Guest(_),
                ) => t.with("mail-cancelled-lead-by-host", &values),
                _ => t.with("mail-cancelled-lead", &values),
            },
            (News::Declined, Reader::Host | Reader::CoHost(_)) => {
                t.with("mail-declined-lead-host", &values)
            }
            (News::Declined, _) => t.with("mail-declined-lead", &values),
            (News::Expired, Reader::Host | Reader::CoHost(_)) => {
                t.with("mail-expired-lead-host", &values)
            }
            (News::Expired, _) => t.with("mail-expired-lead", &values),
        }
    }

    fn cancelled_by(&self) -> Option<CancelledBy> {
        match self.letter.booking.life.status {
            Status::Cancelled { by, .. } => Some(by),
            Status::Tentative { .. } | Status::Confirmed => None,
        }
    }
}
