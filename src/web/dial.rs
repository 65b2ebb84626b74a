//! The hour on the dial that belongs to a co-operative. Its name always stands beside it.

use sha2::{Digest, Sha256};

const INKS: [&str; 4] = ["petrol", "apricot-ink", "poppy", "ink"];
const RADIUS: f64 = 6.5;
const MIDDLE: f64 = 9.0;

/// A co-operative's hour: two of twelve hours drawn thick, in one of four inks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dial {
    /// The name of the ink among the tokens of the stylesheet.
    pub ink: &'static str,
    /// The arc as SVG path data, in a box of 18 by 18.
    pub arc: String,
}

impl Dial {
    /// The hour of the co-operative at `domain`: the same on every page of every instance.
    pub fn of(domain: &str) -> Self {
        let hash = Sha256::digest(domain.to_lowercase().as_bytes());
        let hour = hash[0] % 12;
        let (from_x, from_y) = point(hour);
        let (to_x, to_y) = point((hour + 2) % 12);
        Self {
            ink: INKS[usize::from(hash[1] % 4)],
            arc: format!("M{from_x} {from_y}A{RADIUS} {RADIUS} 0 0 1 {to_x} {to_y}"),
        }
    }
}

/// Where an hour is on the dial, to two digits.
fn point(hour: u8) -> (f64, f64) {
    let (sin, cos) = (f64::from(hour) * std::f64::consts::TAU / 12.0).sin_cos();
    let round = |x: f64| (x * 100.0).round() / 100.0;
    (round(MIDDLE + RADIUS * sin), round(MIDDLE - RADIUS * cos))
}

#[cfg(test)]
mod tests {
    use super::{Dial, point};

    #[test]
    fn twelve_is_at_the_top_and_three_at_the_right() {
        assert_eq!(point(0), (9.0, 2.5));
        assert_eq!(point(3), (15.5, 9.0));
    }

    #[test]
    fn a_domain_has_one_hour_however_it_is_written() {
        assert_eq!(
            Dial::of("Lotsenhaus.example"),
            Dial::of("lotsenhaus.example")
        );
    }
}
