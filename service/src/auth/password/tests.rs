//! Tests of hashing and of what is taken as a password.

use super::*;

fn code(parsed: Result<Password, Fault>) -> Option<FieldCode> {
    parsed.err().map(|fault| fault.fields[0].code)
}

fn attempt(raw: &str) -> Password {
    Password::parse_attempt(raw).unwrap()
}

#[test]
fn new_passwords_are_counted_in_unicode_scalars_and_taken_verbatim() {
    let check = |raw: &str, expect| assert_eq!(code(Password::parse_new(raw, 12, &[])), expect);
    check("", Some(FieldCode::Empty));
    check("x7#Kq9!mZp2", Some(FieldCode::TooShort));
    check("x7#Kq9!mZp2@", None);
    check("ß7#Kq9!mZp2", Some(FieldCode::TooShort));
    let longest: String = ('\u{4e00}'..).step_by(7).take(128).collect();
    check(&longest, None);
    check(&format!("{longest}!"), Some(FieldCode::TooLong));
    check("password1234", Some(FieldCode::Common));
    assert_eq!(Password::parse_new("  two  spaces  ", 12, &[]).unwrap().0, "  two  spaces  ");
}

#[test]
fn an_attempt_that_is_too_long_is_just_wrong() {
    assert_eq!(code(Password::parse_attempt(&"a".repeat(128))), None);
    assert_eq!(code(Password::parse_attempt(&"a".repeat(129))), Some(FieldCode::Wrong));
}

#[test]
fn passwords_do_not_show_in_debug_output() {
    assert!(!format!("{:?}", attempt("hunter2hunter2")).contains("hunter2"));
}

#[tokio::test]
async fn a_hash_matches_its_password_and_no_other() {
    let hasher = Hasher::new(1, 4);
    let phc = hasher.hash(attempt("x7#Kq9!mZp2@ß")).await.unwrap();
    assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
    assert_ne!(phc, hasher.hash(attempt("x7#Kq9!mZp2@ß")).await.unwrap());
    let verify = async |raw: &str| hasher.verify(attempt(raw), Some(phc.clone())).await.unwrap();
    assert_eq!(verify("x7#Kq9!mZp2@ß").await, Verdict { is_match: true, renewed: None });
    assert!(!verify("x7#Kq9!mZp2@ss").await.is_match);
    assert!(!verify("x7#Kq9!mZp2@").await.is_match);
}

#[tokio::test]
async fn an_unknown_login_never_matches_and_does_the_present_work() {
    let hasher = Hasher::new(1, 4);
    let verdict = hasher.verify(attempt(""), None).await.unwrap();
    assert_eq!(verdict, Verdict { is_match: false, renewed: None });
    assert!(is_current(&PasswordHash::new(NOBODYS_HASH).unwrap()).unwrap());
}

#[tokio::test]
async fn hashes_of_weaker_parameters_are_made_again() {
    let weak =
        Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
    let phc = weak.hash_password(b"x7#Kq9!mZp2@").unwrap().to_string();
    let hasher = Hasher::new(1, 0);
    let verify = async |raw: &str, phc: &str| {
        hasher.verify(attempt(raw), Some(phc.to_owned())).await.unwrap()
    };
    let renewed = verify("x7#Kq9!mZp2@", &phc).await.renewed.unwrap();
    let verdict = verify("x7#Kq9!mZp2@", &renewed).await;
    assert_eq!(verdict, Verdict { is_match: true, renewed: None });
    let wrong = verify("x7#Kq9!mZp2", &phc).await;
    assert_eq!(wrong, Verdict { is_match: false, renewed: None });
}

#[tokio::test]
async fn a_stored_hash_that_is_none_is_a_breakage_not_a_match() {
    for broken in ["", "x", "$argon2id$", "$scrypt$ln=16$aaaaaaaa$bbbbbbbb"] {
        let verdict = Hasher::new(1, 0).verify(attempt(""), Some(broken.to_owned())).await;
        assert!(!matches!(verdict, Ok(Verdict { is_match: true, .. })), "{broken:?}");
    }
}

#[tokio::test]
async fn a_full_queue_refuses_and_says_when_to_come_back() {
    let hasher = Hasher::new(1, 0);
    let busy = Arc::clone(&hasher.admitted).try_acquire_owned().unwrap();
    let Err(Error::Fault(fault)) = hasher.hash(attempt("x7#Kq9!mZp2@")).await else {
        panic!("a full queue must refuse");
    };
    assert_eq!((fault.code, fault.retry_after_ms), (FaultCode::Unavailable, Some(1_000)));
    drop(busy);
    assert!(hasher.hash(attempt("x7#Kq9!mZp2@")).await.is_ok());
}
