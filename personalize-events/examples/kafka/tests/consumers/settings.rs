//! What the consumer is started with.

use std::process::Command;

use crate::setup::{Setup, USERS, wait_until};

/// Runs the example until it ends. Returns its output.
fn run(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kafka-example"));
    for variable in [
        "KAFKA_BROKERS",
        "KAFKA_TOPIC",
        "KAFKA_GROUP",
        "KAFKA_CONFIG",
        "KAFKA_DEAD_LETTER_TOPIC",
        "DATASET_ARN",
        "CALLS_PER_SECOND",
    ] {
        command.env_remove(variable);
    }
    let aws = [
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ];
    let output = command.envs(aws).args(arguments).output().unwrap();
    let output = [output.stdout, output.stderr].concat();
    String::from_utf8(output).unwrap()
}

/// The arguments that are required.
const REQUIRED: [&str; 4] = [
    "--brokers=127.0.0.1:9",
    "--topic=viewers",
    "--group=personalize",
    "--dataset-arn=arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS",
];

#[test]
fn the_help_has_each_option_with_its_variable() {
    let help = run(&["--help"]);
    for (option, variable) in [
        ("--brokers", "KAFKA_BROKERS"),
        ("--topic", "KAFKA_TOPIC"),
        ("--group", "KAFKA_GROUP"),
        ("--dataset-arn", "DATASET_ARN"),
        ("--dead-letter-topic", "KAFKA_DEAD_LETTER_TOPIC"),
        ("--calls-per-second", "CALLS_PER_SECOND"),
        ("--config", "KAFKA_CONFIG"),
    ] {
        assert!(help.contains(option), "{help}");
        assert!(help.contains(variable), "{help}");
    }
}

#[test]
fn all_options_that_are_missing_are_reported_at_once() {
    let error = run(&[]);
    for option in REQUIRED {
        let (name, _) = option.split_once('=').unwrap();
        assert!(error.contains(name), "{error}");
    }
}

#[test]
fn errors_do_not_quote_properties() {
    let file = std::env::temp_dir().join(format!("kafka-{}.properties", std::process::id()));
    let config = format!("--config={}", file.display());
    for (text, arguments, expected) in [
        ("", vec!["sasl.pasword=secret"], "`sasl.pasword`"),
        (
            "",
            vec!["sasl.password secret"],
            "property 1 of the command",
        ),
        (
            "# SASL\n\nsasl.username = viewers\nsasl.password secret\n",
            vec![&*config],
            "line 4: expected KEY=VALUE",
        ),
        ("sasl.pasword=secret", vec![&*config], "`sasl.pasword`"),
    ] {
        std::fs::write(&file, text).unwrap();
        let error = run(&[&REQUIRED[..], &arguments].concat());
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn an_invalid_dataset_is_an_error_before_the_consumer_joins() {
    let mut arguments = REQUIRED;
    arguments[3] = "--dataset-arn=films";
    let error = run(&arguments);
    assert!(error.contains("--dataset-arn: "), "{error}");
    assert!(run(&[&REQUIRED[..], &["--calls-per-second=0"]].concat()).contains("rate"));
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_credentials_are_logged_while_the_consumer_tries_again() {
    let setup = Setup::new("credentials", 1, 20).await;
    setup.produce_users(5, 1).await;
    // The provider of containers: nothing listens there.
    let variables = [
        ("AWS_ACCESS_KEY_ID", ""),
        ("AWS_SECRET_ACCESS_KEY", ""),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/"),
    ];
    let mut consumer = setup.consumer_with(&[], &variables);
    wait_until("it is logged", 60, || {
        let log = consumer.log();
        let mut lines = log.lines();
        lines.any(|line| line.contains("trying again") && line.contains("credentials"))
    });
    assert!(consumer.terminate().success());
    assert_eq!(setup.committed(), [0]);
    assert!(setup.emulator.users(USERS).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partition_without_an_offset_ends_the_consumer_if_that_is_set() {
    let setup = Setup::new("reset", 1, 20).await;
    setup.produce_users(5, 1).await;
    let mut consumer = setup.consumer(&["auto.offset.reset=error"]);
    assert_eq!(consumer.wait().code(), Some(1), "{}", consumer.log());
    assert!(
        consumer.log().contains("cannot continue with partition 0"),
        "{}",
        consumer.log()
    );
}
