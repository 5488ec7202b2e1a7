//! Which emoji somebody uses in this browser, and in which skin tone.

use super::storage;

const RECENT_KEY: &str = "lyceum-recent-emoji";
const TONE_KEY: &str = "lyceum-skin-tone";

/// Emoji that are remembered.
const RECENT_MAX: usize = 16;

/// Returns the emoji that were used last, the latest first; each as the list has it, without a tone.
pub fn recent() -> Vec<String> {
    let kept = storage::read(RECENT_KEY).unwrap_or_default();
    kept.split_whitespace().take(RECENT_MAX).map(ToOwned::to_owned).collect()
}

/// Remembers that an emoji was used.
pub fn note_recent(emoji: &str) {
    let mut kept = recent();
    kept.retain(|known| known != emoji);
    kept.insert(0, emoji.to_owned());
    kept.truncate(RECENT_MAX);
    storage::write(RECENT_KEY, &kept.join(" "));
}

/// Returns the skin tone: 0 is none, 1 to 5 are light to dark.
pub fn tone() -> usize {
    let kept = storage::read(TONE_KEY).and_then(|kept| kept.parse().ok());
    kept.filter(|tone| *tone <= 5).unwrap_or(0)
}

/// Remembers the skin tone.
pub fn keep_tone(tone: usize) {
    storage::write(TONE_KEY, &tone.to_string());
}
