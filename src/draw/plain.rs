//! Texts that are written as they are: nearly all, told byte by byte before anything is looked at more closely.

/// The bytes of which such texts are made.
pub(crate) struct Plain([bool; 256]);

impl Plain {
    /// All but control characters of ASCII and these bytes. What is not ASCII is told by the first byte of its characters.
    pub(crate) const fn without(special: &[u8]) -> Plain {
        let mut plain = [true; 256];
        let mut at = 0;
        while at < 0x20 {
            plain[at] = false;
            at += 1;
        }
        at = 0;
        while at < special.len() {
            plain[special[at] as usize] = false;
            at += 1;
        }
        Plain(plain)
    }

    /// Whether a text is made of them.
    #[inline]
    pub(crate) fn holds(&self, text: &str) -> bool {
        text.bytes().all(|byte| self.0[usize::from(byte)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_bytes_and_control_characters_are_told() {
        let plain = Plain::without(b"&\xC2");
        assert!(plain.holds("客户 a=1") && plain.holds(""));
        assert!(["a&b", "a\tb", "\u{85}", "\u{1}"].iter().all(|text| !plain.holds(text)));
    }
}
