//! What was agreed about cancelling and moving, in words.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Words;
use crate::kernel::money::Money;
use crate::kernel::policy::{Agreed, Due, Fee, Policy};

/// Minutes of three days: from there on windows are told in days.
const THREE_DAYS: u32 = 3 * 24 * 60;

impl Words {
    /// `50 % des Preises`, `35 €`; none if nothing is due.
    pub fn due(&self, due: Due) -> Option<String> {
        match due {
            Due::Nothing => None,
            Due::Amount(money) => Some(self.money(money)),
            Due::Percent(100) => Some(self.get("policy-whole-price")),
            Due::Percent(percent) => Some(self.one("policy-percent", "percent", percent)),
        }
    }

    /// `24 Stunden`, `3 Tage`: a window before a start.
    fn window(&self, minutes: u32) -> String {
        if minutes >= THREE_DAYS && minutes.is_multiple_of(24 * 60) {
            self.one("policy-days", "count", minutes / (24 * 60))
        } else if minutes >= 60 && minutes.is_multiple_of(60) {
            self.one("duration-hours", "count", minutes / 60)
        } else {
            self.one("duration-minutes", "count", minutes)
        }
    }

    /// Everything that is agreed, before somebody books.
    pub fn policy_rule(&self, policy: &Policy, price: Option<Money>) -> String {
        let usual = Policy {
            answer_within: policy.answer_within,
            ..Policy::default()
        };
        if *policy == usual {
            return self.get("change-rule");
        }
        let mut sentences = vec![self.cancel_rule(policy, price), self.move_rule(policy)];
        if policy.once_per_person {
            sentences.push(self.get("policy-once"));
        }
        sentences.extend(
            policy
                .max_open
                .map(|open| self.one("policy-open", "count", open)),
        );
        sentences.join(" ")
    }

    fn cancel_rule(&self, policy: &Policy, price: Option<Money>) -> String {
        let Some(fee) = self.due(policy.full_fee(price)) else {
            return self.get("policy-cancel-free");
        };
        if policy.free_until == 0 {
            return self.one("policy-no-show-fee", "fee", fee);
        }
        self.with(
            "policy-cancel-fee",
            &[
                ("window", self.window(policy.free_until).into()),
                ("fee", fee.into()),
            ],
        )
    }

    fn move_rule(&self, policy: &Policy) -> String {
        let window = ("window", self.window(policy.move_until).into());
        match (policy.most_moves, policy.move_until) {
            (Some(0), _) => self.get("policy-move-ask"),
            (None, 0) => self.get("policy-move-free"),
            (None, _) => self.with("policy-move-window", &[window]),
            (Some(moves), 0) => self.one("policy-move-count", "count", moves),
            (Some(moves), _) => self.with("policy-move-both", &[window, ("count", moves.into())]),
        }
    }

    /// What applies at `now` to a booking that can still be called off: `Absagen ist frei bis
    /// Di 16. März, 18:00`.
    pub fn policy_now(
        &self,
        agreed: &Agreed,
        start: DateTime<Utc>,
        now: DateTime<Utc>,
        zone: Tz,
    ) -> String {
        if agreed.is_away {
            return self.get("away-all-free");
        }
        let policy = &agreed.policy;
        match self.due(agreed.fee(start, now)) {
            Some(fee) => self.one("policy-now-fee", "fee", fee),
            None if policy.fee == Fee::None || policy.free_until == 0 => {
                self.policy_rule(policy, agreed.price)
            }
            None => {
                let until = self.moment(policy.free_before(start), now, zone);
                self.one("policy-now-free", "until", until)
            }
        }
    }
}
