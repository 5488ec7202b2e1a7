//! Choosing an emoji: by words, by group, among the last ones, in a skin tone.

use std::fmt::Write;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::{Dialog, Div};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::api::texts::load_emoji;
use crate::components::dialog_head::DialogHead;
use crate::components::marking::{Marking, Wish};
use crate::dom;
use crate::i18n::{Texts, use_i18n};
use crate::live::emoji_taste::{keep_tone, note_recent, recent, tone};
use crate::reactive::effect;

/// The hand in each tone, by which the tone is chosen.
const HANDS: [&str; 6] = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];

/// A dialog with every emoji.
#[component]
pub fn EmojiPicker(
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
        marking.wish(Wish::Toggle { id, emoji: button.text_content().unwrap_or(emoji) });
    };
    view! {
        <dialog
            class="dialog picker"
            node_ref=dialog
            aria-labelledby="picker-title"
            on:close=move |_| dom::note_closed(dialog, is_open)
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
    let wanted = wanted.trim().to_lowercase();
    let mut html = String::new();
    let lasts = if wanted.is_empty() { recent() } else { Vec::new() };
    let find = |emoji: &String| list.lines().find(|line| line.split('\t').next() == Some(emoji));
    let lasts: Vec<&str> = lasts.iter().filter_map(find).collect();
    push_group(&mut html, t.emoji_recent(), &lasts, skin);
    let mut group = ("", Vec::new());
    for line in list.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            push_group(&mut html, group.0, &group.1, skin);
            group = (name, Vec::new());
        } else if wanted.split(' ').all(|word| line.to_lowercase().contains(word)) {
            group.1.push(line);
        }
    }
    push_group(&mut html, group.0, &group.1, skin);
    html
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

/// Arrows walk through the emoji: to the sides by order, up and down to what stands there.
fn walk(event: &KeyboardEvent, grid: NodeRef<Div>) {
    let Some(grid) = grid.get_untracked() else { return };
    let all = dom::find_all(&grid, "button");
    let Some(here) = all.iter().position(|one| dom::has_focus(one)) else { return };
    let place = |index: usize| (all[index].offset_top(), all[index].offset_left());
    let (top, left) = place(here);
    let nearest = |indices: &mut dyn Iterator<Item = usize>| {
        let mut row = None;
        let mut best = None;
        for index in indices {
            let (its_top, its_left) = place(index);
            if its_top == top {
                continue;
            }
            if *row.get_or_insert(its_top) != its_top {
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
        _ => return,
    };
    event.prevent_default();
    dom::focus(next.map(|index| all[index].clone()));
}
