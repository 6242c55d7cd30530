//! The company's logo: a PNG or JPEG that the configuration names, looked at before anything else is done.

use std::fmt::Write as _;
use std::path::Path;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// Larger than any logo needs to be: it goes into every workbook.
const MOST_KIB: usize = 1024;

/// A picture as its file has it, with what its header says.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    pub bytes: Vec<u8>,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// Pixels.
    pub width: u32,
    pub height: u32,
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}x{}", self.media_type, self.width, self.height)
    }
}

/// As its hash: a changed logo is a changed configuration.
impl Serialize for Logo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(64);
        for byte in Sha256::digest(&self.bytes) {
            // Writing into a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        serializer.serialize_str(&text)
    }
}

impl Logo {
    /// Reads the file at `path`, relative to `folder`.
    ///
    /// # Errors
    /// What is wrong with it, for the key `report.logo`.
    pub(super) fn read(folder: &Path, path: &str) -> Result<Logo, String> {
        let at = folder.join(path);
        let said = |what: &str| format!("report.logo: {}: {what}", at.display());
        let bytes = std::fs::read(&at).map_err(|e| said(&e.to_string()))?;
        if bytes.len() > MOST_KIB * 1024 {
            return Err(said(&format!("larger than {MOST_KIB} KiB; it goes into every workbook")));
        }
        Logo::of(bytes).map_err(said)
    }

    fn of(bytes: Vec<u8>) -> Result<Logo, &'static str> {
        let (media_type, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            ("image/png", png_size(&bytes))
        } else if bytes.starts_with(b"\xFF\xD8\xFF") {
            ("image/jpeg", jpeg_size(&bytes))
        } else {
            return Err("neither a PNG nor a JPEG");
        };
        match size {
            Some((width, height)) if width > 0 && height > 0 => Ok(Logo { bytes, media_type, width, height }),
            _ => Err("broken: the picture is cut short or has no size"),
        }
    }
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + N).map(|part| part.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

/// Width and height of a PNG that ends as it should: its last chunk is `IEND`.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 8;
    let mut size = None;
    loop {
        let (length, name) = (number::<4>(bytes, at)? as usize, bytes.get(at + 4..at + 8)?);
        match name {
            b"IHDR" => size = number::<4>(bytes, at + 8).zip(number::<4>(bytes, at + 12)),
            // With its checksum, the last four bytes.
            b"IEND" => return size.filter(|_| bytes.len() >= at + 12),
            _ => {}
        }
        at = at.checked_add(length)?.checked_add(12)?;
    }
}

/// Width and height from the frame header of a JPEG that reaches its end mark.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.windows(2).rev().take(64).find(|pair| *pair == [0xFF, 0xD9])?;
    let mut at = 2;
    loop {
        let marker = *bytes.get(at..).filter(|rest| rest.first() == Some(&0xFF))?.get(1)?;
        // Frame headers; DHT, JPG and DAC share their range.
        if (0xC0..=0xCF).contains(&marker) && ![0xC4, 0xC8, 0xCC].contains(&marker) {
            return number::<2>(bytes, at + 7).zip(number::<2>(bytes, at + 5));
        }
        at += if marker == 0xFF { 1 } else { 2 + number::<2>(bytes, at + 2)? as usize };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG of 3 by 2 pixels as far as its chunks go, and a JPEG of 5 by 4 as far as its segments go.
    fn png() -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0crc!".to_vec();
        bytes.extend(b"\0\0\0\x02IDATxxcrc!\0\0\0\0IENDcrc!");
        bytes
    }

    fn jpeg() -> Vec<u8> {
        let mut bytes = b"\xFF\xD8\xFF\xE0\0\x04xx\xFF\xC4\0\x03x".to_vec();
        bytes.extend(b"\xFF\xC0\0\x0b\x08\0\x04\0\x05\x01xxx\xFF\xDAdata\xFF\xD9");
        bytes
    }

    #[test]
    fn pictures_tell_their_size() {
        let size = |bytes| Logo::of(bytes).map(|l| (l.media_type, l.width, l.height));
        assert_eq!(size(png()), Ok(("image/png", 3, 2)));
        assert_eq!(size(jpeg()), Ok(("image/jpeg", 5, 4)));
    }

    #[test]
    fn what_is_broken_is_told_and_never_taken() {
        for whole in [png(), jpeg()] {
            for length in 0..whole.len() - 2 {
                assert!(Logo::of(whole[..length].to_vec()).is_err(), "{length}");
            }
        }
        assert_eq!(Logo::of(b"GIF89a".to_vec()), Err("neither a PNG nor a JPEG"));
    }

    #[test]
    fn a_changed_picture_is_a_changed_configuration() {
        let mut other = png();
        other[40] ^= 1;
        let text = |bytes| serde_json::to_string(&Logo::of(bytes).unwrap()).unwrap();
        assert_ne!(text(png()), text(other));
    }
}
