//! Portraits: whatever was uploaded is drawn anew, small and large, so that nothing else that the
//! file carried (places, names, scripts) stays.

use std::io::Cursor;

use chrono::{DateTime, Utc};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageReader, Limits};

use super::{Problems, ServiceError, Viewer};
use crate::kernel::people::Username;
use crate::store::people::Portrait;
use crate::store::{Db, people};

/// The largest file that is taken, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Name, width, height and JPEG quality of what is kept: 4 to 5, twice the size it is shown in.
const SIZES: [(&str, u32, u32, u8); 2] = [("small", 144, 180, 72), ("large", 448, 560, 80)];

/// Which picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 144 × 180 pixels.
    Small,
    /// 448 × 560 pixels.
    Large,
}

/// Reads an uploaded picture and draws it in the sizes that are kept. Slow: call it outside of
/// transactions.
///
/// # Errors
/// `Invalid` when it is not a JPEG, PNG or WebP, or too large.
pub fn draw(bytes: &[u8]) -> Result<Vec<Portrait>, ServiceError> {
    let mut problems = Problems::default();
    let Some(picture) = read(bytes) else {
        problems.add("portrait", "not-a-picture");
        problems.finish()?;
        return Ok(Vec::new());
    };
    let mut portraits = Vec::new();
    for (size, width, height, quality) in SIZES {
        let mut jpeg = Vec::new();
        let drawn = picture
            .resize_to_fill(width, height, FilterType::Lanczos3)
            .to_rgb8();
        if JpegEncoder::new_with_quality(&mut jpeg, quality)
            .encode_image(&drawn)
            .is_err()
        {
            problems.add("portrait", "not-a-picture");
        }
        portraits.push(Portrait {
            person_id: String::new(),
            size: size.to_owned(),
            media_type: "image/jpeg".to_owned(),
            bytes: jpeg,
        });
    }
    problems.finish()?;
    Ok(portraits)
}

fn read(bytes: &[u8]) -> Option<DynamicImage> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    reader.decode().ok()
}

/// A person changes their portrait.
pub fn set(
    db: &mut Db,
    viewer: &Viewer,
    portraits: Vec<Portrait>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    store(db, &viewer.person.id, portraits, now)
}

/// Keeps pictures that are ready to be sent, such as those of a demo.
pub fn store(
    db: &mut Db,
    person_id: &str,
    mut portraits: Vec<Portrait>,
    now: DateTime<Utc>,
) -> Result<(), ServiceError> {
    let mut person = people::find(db, person_id)?;
    for portrait in &mut portraits {
        person_id.clone_into(&mut portrait.person_id);
    }
    people::replace_portraits(db, person_id, &portraits)?;
    person.profile.portrait_version = (!portraits.is_empty()).then(|| now.timestamp_micros());
    people::update(db, &person, now)?;
    Ok(())
}

/// The portrait of a person who is not disabled.
///
/// # Errors
/// `NotFound`, also when there is no picture.
pub fn find(db: &mut Db, username: &Username, size: Size) -> Result<Portrait, ServiceError> {
    let person = super::hosts::find(db, username)?;
    let size = match size {
        Size::Small => "small",
        Size::Large => "large",
    };
    Ok(people::find_portrait(db, &person.id, size)?)
}
