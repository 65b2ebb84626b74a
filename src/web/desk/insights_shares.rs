//! How the sessions of a team were shared out, as a chart of `/desk/insights`.

use super::insights_charts::tenths;
use super::plot::{self, Plot, Said, Table};
use crate::kernel::insights::Share;
use crate::texts::Words;

/// What each was given beside what was theirs by weight.
pub fn plot(t: &Words, shares: &[(String, Share)]) -> Plot {
    let (held, due) = (t.get("ledger-held"), t.get("share-due"));
    let groups: Vec<(String, [(u64, String); 2])> = shares
        .iter()
        .map(|(name, share)| {
            let given = (share.taken * 10, share.taken.to_string());
            let due = (share.due_tenths(), tenths(t, share.due_tenths()));
            (name.clone(), [given, due])
        })
        .collect();
    let heading = t.get("plot-shares");
    let label = groups.iter().fold(format!("{heading}."), |words, group| {
        let (name, [(_, given), (_, fair)]) = group;
        format!("{words} {name}: {given} {held}, {fair} {due}.")
    });
    let said = Said {
        heading,
        label,
        table: table(t, shares),
    };
    plot::pairs(said, [held, due], &groups)
}

fn table(t: &Words, shares: &[(String, Share)]) -> Table {
    let row = |(name, share): &(String, Share)| {
        vec![
            name.clone(),
            share.asked.to_string(),
            share.taken.to_string(),
            tenths(t, share.due_tenths()),
            share.declined.to_string(),
            share.absent.to_string(),
        ]
    };
    Table {
        head: [
            "person-name",
            "ledger-free",
            "ledger-held",
            "share-due",
            "ledger-said-no",
            "ledger-missed",
        ]
        .map(|key| t.get(key))
        .into(),
        rows: shares.iter().map(row).collect(),
    }
}
