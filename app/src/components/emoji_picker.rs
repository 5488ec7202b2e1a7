//! Choosing an emoji: by words, by group, among the last ones, in a skin tone.

use std::fmt::Write;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::{Dialog, Div};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::permission::Action;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::api::texts::load_emoji;
use crate::components::dialog_head::DialogHead;
use crate::components::marking::Marking;
use crate::components::message_row::row_id;
use crate::dom;
use crate::i18n::{Texts, use_i18n};
use crate::live::ChannelLive;
use crate::live::emoji_taste::{keep_tone, note_recent, recent, tone};
use crate::reactive::effect;

/// The hand in each tone, by which the tone is chosen.
const HANDS: [&str; 6] = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];

/// Emoji that fit a search are told apart this finely.
const RANKS: usize = 40;

/// Words of a name that count.
const LENGTHS: usize = 4;

/// A dialog with every emoji.
#[component]
pub fn EmojiPicker(
    /// The channel.
    channel: ChannelLive,
    /// What waits for the emoji.
    marking: Marking,
) -> impl IntoView {
    let t = use_i18n();
    let (dialog, grid) = (NodeRef::<Dialog>::new(), NodeRef::<Div>::new());
    let is_open = marking.is_open;
    dom::follow_dialog(dialog, is_open);
    let (list, is_missing) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (wanted, skin) = (RwSignal::new(String::new()), RwSignal::new(0));
    effect(move || {
        if !is_open.get() {
            return;
        }
        wanted.set(String::new());
        skin.set(tone());
        if list.with_untracked(String::is_empty) {
            spawn_local(async move {
                match load_emoji().await {
                    Some(text) => {
                        is_missing.try_set(false);
                        list.try_set(text);
                    }
                    None => drop(is_missing.try_set(true)),
                }
            });
        }
    });
    // What cannot be reacted to any more needs no emoji.
    effect(move || {
        let message = marking.choosing.get_value().and_then(|id| channel.message(id));
        let is_there = message.is_some_and(|message| message.is_visible());
        if is_open.get() && !(is_there && channel.decide(Action::React).is_ok()) {
            is_open.set(false);
        }
    });
    let shown = Memo::new(move |_| {
        // The last ones may be others each time.
        is_open.track();
        list.with(|list| wanted.with(|wanted| grid_html(t, list, wanted, skin.get())))
    });
    let state = move || {
        if is_missing.get() {
            t.emoji_missing()
        } else if list.with(String::is_empty) {
            t.emoji_loading()
        } else if shown.with(String::is_empty) {
            t.emoji_none()
        } else {
            ""
        }
    };
    let pick = move |event: MouseEvent| {
        let Some(button) = button_of(&event) else { return };
        let (Some(emoji), Some(id)) =
            (button.get_attribute("data-emoji"), marking.choosing.get_value())
        else {
            return;
        };
        note_recent(&emoji);
        is_open.set(false);
        marking.react(id, &button.text_content().unwrap_or(emoji), true);
    };
    view! {
        <dialog
            class="dialog picker"
            node_ref=dialog
            aria-labelledby="picker-title"
            on:close=move |_| {
                dom::note_closed(dialog, is_open);
                if dom::is_focus_lost()
                    && let Some(id) = marking.choosing.get_value()
                {
                    dom::focus(dom::by_id(&row_id(id)));
                }
            }
        >
            <DialogHead id="picker-title".to_owned() title=t.reaction_add() is_open />
            <div class="picker-tools">
                <input
                    class="input"
                    type="search"
                    autocomplete="off"
                    aria-label=t.emoji_search()
                    placeholder=t.emoji_search()
                    prop:value=move || wanted.get()
                    on:input=move |event| wanted.set(event_target_value(&event))
                    on:keydown=move |event| leave_search(&event, grid)
                />
                <Tones skin />
            </div>
            <div
                class="picker-grid"
                node_ref=grid
                on:click=pick
                on:keydown=move |event| walk(&event, grid)
                inner_html=move || shown.get()
            ></div>
            <p class="picker-state" role="status">
                {move || state()}
            </p>
        </dialog>
    }
}

/// The skin tones.
#[component]
fn Tones(
    /// The chosen one.
    skin: RwSignal<usize>,
) -> impl IntoView {
    let t = use_i18n();
    let option = move |tone: usize, hand: &'static str| {
        view! {
            <button
                class="picker-tone"
                type="button"
                aria-pressed=move || (skin.get() == tone).to_string()
                aria-label=tone_text(t, tone)
                title=tone_text(t, tone)
                on:click=move |_| {
                    keep_tone(tone);
                    skin.set(tone);
                }
            >
                {hand}
            </button>
        }
    };
    let options = HANDS.into_iter().enumerate().map(|(tone, hand)| option(tone, hand));
    view! {
        <div class="picker-tones" role="group" aria-label=t.emoji_tone()>
            {options.collect_view()}
        </div>
    }
}

fn tone_text(t: Texts, tone: usize) -> &'static str {
    match tone {
        0 => t.emoji_tone_none(),
        1 => t.emoji_tone_light(),
        2 => t.emoji_tone_medium_light(),
        3 => t.emoji_tone_medium(),
        4 => t.emoji_tone_medium_dark(),
        _ => t.emoji_tone_dark(),
    }
}

/// Returns the groups with what is wanted in them, the last ones first. Of a list that the build made,
/// see `xtask/src/site/emoji.rs`: what is in it is escaped all the same.
fn grid_html(t: Texts, list: &str, wanted: &str, skin: usize) -> String {
    let mut html = String::new();
    if !wanted.trim().is_empty() {
        let wanted = lowercase(wanted.trim());
        // Those that fit alike keep their order.
        let mut ranks = vec![Vec::new(); RANKS];
        for line in list.lines().filter(|line| !line.starts_with("# ")) {
            if let Some(rank) = rank(line, &wanted) {
                ranks[rank.min(RANKS - 1)].push(line);
            }
        }
        let found = ranks.concat();
        push_group(&mut html, t.emoji_found(), &found, skin);
        return html;
    }
    let find = |emoji: &String| list.lines().find(|line| line.split('\t').next() == Some(emoji));
    let recent = recent();
    let lasts: Vec<&str> = recent.iter().filter_map(find).collect();
    push_group(&mut html, t.emoji_recent(), &lasts, skin);
    let mut group = ("", Vec::new());
    for line in list.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            push_group(&mut html, group.0, &group.1, skin);
            group = (name, Vec::new());
        } else {
            group.1.push(line);
        }
    }
    push_group(&mut html, group.0, &group.1, skin);
    html
}

/// Returns how badly an emoji fits what is wanted, none if it does not: a whole name is best, then for each
/// word a word of the name, another word, the beginning of one of the name, and of another; shorter names first.
fn rank(line: &str, wanted: &str) -> Option<usize> {
    let mut fields = line.split('\t').skip(1).map(lowercase);
    let (name, words) = (fields.next()?, fields.next()?);
    if name == wanted {
        return Some(0);
    }
    let fits = |word: &str| {
        let in_name = || name.split([' ', '-', ':', ',']);
        let in_words = || words.split(' ');
        let places = [
            in_name().any(|it| it == word),
            in_words().any(|it| it == word),
            in_name().any(|it| it.starts_with(word)),
            in_words().any(|it| it.starts_with(word)),
        ];
        places.iter().position(|fits| *fits)
    };
    let worst: usize =
        wanted.split_whitespace().map(|word| fits(word).map(|at| at + 1)).sum::<Option<_>>()?;
    // Of those that fit alike, plain things come before what is made of them.
    let length = name.split(' ').count().clamp(1, LENGTHS);
    Some(worst * LENGTHS + length - 1)
}

/// The browser knows every language's letters; this half has no tables of them.
fn lowercase(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

fn push_group(html: &mut String, name: &str, lines: &[&str], skin: usize) {
    if lines.is_empty() {
        return;
    }
    let name = escaped(name);
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<h2 class=picker-group>{name}</h2><div class=picker-row role=group aria-label=\"{name}\">"
    );
    for line in lines {
        let mut fields = line.split('\t');
        let (emoji, label) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        let toned = fields.nth(skin).filter(|_| skin > 0);
        let (emoji, label, shown) =
            (escaped(emoji), escaped(label), escaped(toned.unwrap_or(emoji)));
        let tabindex = if html.contains("<button") { -1 } else { 0 };
        let _ = write!(
            html,
            "<button class=picker-emoji type=button tabindex={tabindex} data-emoji=\"{emoji}\" \
             aria-label=\"{label}\" title=\"{label}\">{shown}</button>"
        );
    }
    html.push_str("</div>");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn button_of(event: &MouseEvent) -> Option<HtmlElement> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    target.closest("button").ok()??.dyn_into().ok()
}

/// From the search down to the emoji; Enter takes the first one.
fn leave_search(event: &KeyboardEvent, grid: NodeRef<Div>) {
    let Some(grid) = grid.get_untracked() else { return };
    let first = dom::find_all(&grid, "button").into_iter().next();
    match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            dom::focus(first);
        }
        "Enter" => {
            event.prevent_default();
            if let Some(first) = first {
                first.click();
            }
        }
        _ => {}
    }
}

/// Whether two emoji stand in the same row.
fn is_beside(top: f64, other: f64) -> bool {
    (top - other).abs() < 1.0
}

/// Arrows walk through the emoji: to the sides by order, up and down to what stands there.
fn walk(event: &KeyboardEvent, grid: NodeRef<Div>) {
    let Some(grid) = grid.get_untracked() else { return };
    let all = dom::find_all(&grid, "button");
    let Some(here) = all.iter().position(|one| dom::has_focus(one)) else { return };
    let place = |index: usize| {
        let rect = all[index].get_bounding_client_rect();
        (rect.top(), rect.left())
    };
    let (top, left) = place(here);
    let nearest = |indices: &mut dyn Iterator<Item = usize>| {
        let mut row = None;
        let mut best = None;
        for index in indices {
            let (its_top, its_left) = place(index);
            if is_beside(its_top, top) {
                continue;
            }
            if !is_beside(*row.get_or_insert(its_top), its_top) {
                break;
            }
            let distance = (its_left - left).abs();
            if best.is_none_or(|(_, nearest)| distance < nearest) {
                best = Some((index, distance));
            }
        }
        best.map(|(index, _)| index)
    };
    let next = match event.key().as_str() {
        "ArrowRight" => (here + 1 < all.len()).then_some(here + 1),
        "ArrowLeft" => here.checked_sub(1),
        "ArrowDown" => nearest(&mut (here + 1..all.len())),
        "ArrowUp" => nearest(&mut (0..here).rev()),
        "Home" => Some(0),
        "End" => all.len().checked_sub(1),
        _ => return,
    };
    event.prevent_default();
    let next = next.map(|index| all[index].clone());
    // Above the first row is the search.
    let is_up = event.key() == "ArrowUp";
    dom::focus(next.or_else(|| dom::find(".picker input").filter(|_| is_up)));
}
