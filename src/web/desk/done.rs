//! What has just been done, said on the page after it, with the way back.

use super::seat::Seat;

/// What has just been done.
pub struct Note {
    /// What happened.
    pub words: String,
    /// The way back, or on.
    pub way: Option<(String, String)>,
}

/// The note of a code in the address: `?done=cancelled`.
pub fn note(seat: &Seat, code: &str) -> Option<Note> {
    let t = &seat.t;
    let to = |path: &str, label: String| Some((seat.href(path), label));
    let (words, way) = match code {
        "set-up" => (
            t.get("done-set-up"),
            to("/desk/hours", t.get("done-set-up-way")),
        ),
        "hours" => (
            t.get("done-hours"),
            to("/desk/event-types", t.get("done-hours-way")),
        ),
        "ally-asked" => (t.get("done-ally-asked"), None),
        "ally-accept" => (t.get("done-ally-accept"), None),
        "ally-decline" => (t.get("done-ally-decline"), None),
        "ally-leave" => (t.get("done-ally-leave"), None),
        "ally-block" => (t.get("done-ally-block"), None),
        "ally-unblock" => (t.get("done-ally-unblock"), None),
        "confirmed" => (t.get("done-confirmed"), None),
        "declined" => (t.get("done-declined"), None),
        "cancelled" => (t.get("done-cancelled"), None),
        "rescheduled" => (t.get("done-rescheduled"), None),
        "away" => (t.get("done-away"), None),
        "policy" => (t.get("done-policy"), None),
        "link-made" => (t.get("done-link-made"), None),
        "link-revoked" => (t.get("done-link-revoked"), None),
        "subscribed" => (t.get("done-subscribed"), None),
        "unsubscribed" => (t.get("done-unsubscribed"), None),
        "synced" => (t.get("done-synced"), None),
        "account-removed" => (t.get("done-account-removed"), None),
        "found-accepted" => (t.get("done-found-accepted"), None),
        "found-refused" => (t.get("done-found-refused"), None),
        "calendar-published" => (t.get("done-calendar-published"), None),
        "calendar-withdrawn" => (t.get("done-calendar-withdrawn"), None),
        "app-revoked" => (t.get("done-app-revoked"), None),
        "feed-made" => (t.get("done-feed-made"), None),
        "feed-revoked" => (t.get("done-feed-revoked"), None),
        "blocked" => (t.get("done-blocked"), None),
        "unblocked" => (t.get("done-unblocked"), None),
        "no-show" => (t.get("done-no-show"), None),
        "no-show-undone" => (t.get("done-no-show-undone"), None),
        "waived" => (t.get("done-waived"), None),
        "noted" => (t.get("done-noted"), None),
        "note-deleted" => (t.get("done-note-deleted"), None),
        "message" => (t.get("done-message"), None),
        "created" => (t.get("done-created"), None),
        "saved" => (t.get("done-saved"), None),
        "reminders" => (t.get("done-reminders"), None),
        "reminders-standard" => (t.get("done-reminders-standard"), None),
        "closed" => (t.get("done-closed"), None),
        "opened" => (t.get("done-opened"), None),
        "deleted" => (
            t.get("done-deleted"),
            to("/desk/event-types/new", t.get("done-deleted-way")),
        ),
        "template" => (t.get("done-template"), None),
        "template-ended" => (t.get("done-template-ended"), None),
        "template-given" => (t.get("done-template-given"), None),
        "template-released" => (t.get("done-template-released"), None),
        "team-deleted" => (t.get("done-team-deleted"), None),
        "schedule-deleted" => (t.get("done-schedule-deleted"), None),
        "poll-made" => (t.get("done-poll-made"), None),
        "poll-saved" => (t.get("done-poll-saved"), None),
        "poll-invited" => (t.get("done-poll-invited"), None),
        "poll-reminded" => (t.get("done-poll-reminded"), None),
        "poll-booked" => (t.get("done-poll-booked"), None),
        "poll-closed" => (t.get("done-poll-closed"), None),
        "poll-reopened" => (t.get("done-poll-reopened"), None),
        "poll-deleted" => (t.get("done-poll-deleted"), None),
        "package-sold" => (t.get("done-package-sold"), None),
        "package-freeze" => (t.get("done-package-frozen"), None),
        "package-thaw" => (t.get("done-package-thawed"), None),
        "package-end" => (t.get("done-package-ended"), None),
        "package-give-back" => (t.get("done-package-given-back"), None),
        "package-invoice" => (t.get("done-package-invoice"), None),
        "invoice-made" => (t.get("done-invoice-made"), None),
        "invoice-sent" => (t.get("done-invoice-sent"), None),
        "invoice-paid" => (t.get("done-invoice-paid"), None),
        "invoice-unpaid" => (t.get("done-invoice-unpaid"), None),
        "invoice-storno" => (t.get("done-invoice-storno"), None),
        "sender" => (
            t.get("done-saved"),
            to("/desk/invoices", t.get("done-sender-way")),
        ),
        "time-off" => (t.get("done-time-off"), None),
        "time-off-gone" => (t.get("done-time-off-gone"), None),
        "holidays" => (t.get("done-holidays"), to("/desk/hours", t.get("preview"))),
        "password" => (t.get("done-password"), None),
        "portrait" => (t.get("done-portrait"), None),
        "portrait-gone" => (t.get("done-portrait-gone"), None),
        "person-added" => (t.get("done-person-added"), None),
        "person-disabled" => (t.get("done-person-disabled"), None),
        "person-enabled" => (t.get("done-person-enabled"), None),
        _ => return None,
    };
    Some(Note { words, way })
}
