//! What was agreed for a booking, at the desk: the rule, what is owed, who did not come.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, ServiceConfig, post};
use chrono::{DateTime, Utc};

use super::super::errors::PageError;
use super::booking::after;
use super::seat::Seat;
use crate::kernel::booking::{Booking, Status};
use crate::service::policy::{self, Standing};
use crate::service::{Db, ServiceError, Viewer};
use crate::state::State;

/// Every step.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/bookings/{id}/no-show", post().to(mark_no_show))
        .route(
            "/desk/bookings/{id}/no-show/undo",
            post().to(unmark_no_show),
        )
        .route("/desk/bookings/{id}/waive", post().to(waive));
}

/// What `desk/booking.html` says about it.
pub(super) struct Agreed {
    pub rule: String,
    pub owed: Option<String>,
    pub waived_count: String,
    pub waive: Option<String>,
    pub is_no_show: bool,
    pub may_miss: bool,
    pub no_show: String,
    pub no_show_undo: String,
}

impl Agreed {
    pub(super) fn of(
        seat: &Seat,
        booking: &Booking,
        standing: &Standing,
        now: DateTime<Utc>,
    ) -> Self {
        let t = &seat.t;
        let path = |step: &str| seat.href(&format!("/desk/bookings/{}/{step}", booking.id));
        let is_no_show = standing.agreed.no_show_at.is_some();
        let fee = t.due(standing.agreed.due());
        let key = if is_no_show {
            "policy-missed"
        } else {
            "policy-late"
        };
        let has_begun = booking.life.span.start() <= now;
        Self {
            rule: t.policy_rule(&standing.agreed.policy, standing.agreed.price),
            waive: fee.as_ref().map(|_| path("waive")),
            owed: match fee {
                Some(fee) => Some(t.one(key, "fee", fee)),
                None => standing.agreed.waived_at.map(|_| t.get("policy-waived")),
            },
            waived_count: t.one("waived-count", "count", standing.waived),
            is_no_show,
            may_miss: has_begun && booking.life.status == Status::Confirmed,
            no_show: path("no-show"),
            no_show_undo: path("no-show/undo"),
        }
    }
}

async fn act<F>(
    state: &State,
    seat: &Seat,
    id: &str,
    (code, act): (&'static str, F),
) -> Result<HttpResponse, PageError>
where
    F: FnOnce(&mut Db, &Viewer, &str) -> Result<Booking, ServiceError> + Send + 'static,
{
    let (viewer, booking_id) = (seat.viewer.clone(), id.to_owned());
    let done = state
        .store
        .write(move |db| act(db, &viewer, &booking_id))
        .await;
    after(state, seat, id, (done.map(|_| code), "")).await
}

/// `POST /desk/bookings/{id}/no-show`: the client did not come.
///
/// # Errors
/// `NotFound`.
pub async fn mark_no_show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let step =
        move |db: &mut Db, viewer: &Viewer, id: &str| policy::mark_no_show(db, viewer, id, now);
    act(&state, &seat, &id, ("no-show", step)).await
}

/// `POST /desk/bookings/{id}/no-show/undo`: they came after all.
///
/// # Errors
/// `NotFound`.
pub async fn unmark_no_show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    act(
        &state,
        &seat,
        &id,
        ("no-show-undone", policy::unmark_no_show),
    )
    .await
}

/// `POST /desk/bookings/{id}/waive`: nothing is owed any more.
///
/// # Errors
/// `NotFound`.
pub async fn waive(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let step = move |db: &mut Db, viewer: &Viewer, id: &str| policy::waive(db, viewer, id, now);
    act(&state, &seat, &id, ("waived", step)).await
}
