//! Codes of currencies, as the configuration spells them.

/// What is wrong with a code, where anything is.
pub(super) fn fault(code: &str) -> Option<String> {
    match code {
        // Everyday names of what statements and bank rates call CNY: amounts in CNY would be of another currency.
        "RMB" | "CNH" => Some(format!("{code} is written \"CNY\" here")),
        _ if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => None,
        _ => Some(format!("must be a three-letter code such as CNY, not \"{code}\"")),
    }
}
