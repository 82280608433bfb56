//! Runs consumers against librdkafka's mock cluster and the emulator.

use std::time::{Duration, Instant};

use personalize_events_emulator::Fault;

use setup::{Process, Setup, USERS, wait_until};

mod killed;
mod rejected;
mod settings;
mod setup;

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_waits_for_requests_and_commits_exactly_what_is_stored() {
    let setup = Setup::new("sigterm", 4, 20).await;
    setup.produce_users(2_000, 1).await;
    setup
        .emulator
        .inject_fault(
            Fault::delay(Duration::from_millis(500))
                .percent(50)
                .times(1_000),
        )
        .unwrap();
    let mut consumer = setup.consumer(&[]);
    wait_until("users are stored", 30, || {
        setup.emulator.users(USERS).len() >= 300
    });
    assert!(consumer.terminate().success());
    let stored = setup.emulator.users(USERS).len();
    assert!(stored < 2_000);
    assert_eq!(
        setup.committed().iter().sum::<i64>(),
        i64::try_from(stored).unwrap(),
        "{}",
        consumer.log()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn consumers_share_the_quota_by_their_partitions() {
    let setup = Setup::new("quota", 8, 20).await;
    setup.produce_users(8_000, 1).await;
    let shares = |assigned: usize| {
        format!(
            "assigned={assigned} all=8 calls_per_second={}",
            assigned * 20 / 8
        )
    };
    let calls = || {
        let before = setup.emulator.call_counts()["PutUsers"];
        std::thread::sleep(Duration::from_secs(5));
        setup.emulator.call_counts()["PutUsers"] - before
    };
    let mut first = setup.consumer(&[]);
    wait_until("one has all partitions", 30, || {
        first.log().contains(&shares(8))
    });
    assert!((80..=105).contains(&calls()));
    let mut second = setup.consumer(&[]);
    wait_until("each has half of them", 30, || {
        [&first, &second]
            .iter()
            .all(|it| it.log().contains(&shares(4)))
    });
    // The average of both; a batch of each may be late.
    assert!((75..=105).contains(&calls()));
    assert!(first.terminate().success());
    wait_until("the other one has all", 30, || {
        second.log().contains(&shares(8))
    });
    assert!((60..=105).contains(&calls()), "{}", second.log());
    assert!(second.terminate().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_service_does_not_stop_polling() {
    let setup = Setup::new("slow", 2, 20).await;
    let ends = setup.produce_users(100, 1).await;
    setup
        .emulator
        .inject_fault(Fault::delay(Duration::from_secs(9)).times(4))
        .unwrap();
    let mut consumer = setup.consumer(&["max.poll.interval.ms=3000"]);
    wait_until("all users are stored", 40, || {
        setup.emulator.users(USERS).len() == 100
    });
    assert!(consumer.terminate().success());
    assert_eq!(setup.committed(), ends);
    assert!(
        !consumer.log().contains("is_lost=true"),
        "{}",
        consumer.log()
    );
    assert_eq!(
        consumer.log().matches("assigned partitions").count(),
        1,
        "{}",
        consumer.log()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_was_suspended_gives_up_its_partitions_and_joins_again() {
    let setup = Setup::new("suspended", 4, 20).await;
    let ends = setup.produce_users(3_000, 1).await;
    let mut consumers = [setup.consumer(&[]), setup.consumer(&[])];
    wait_until("users are stored", 30, || {
        let logs = consumers.iter().map(Process::log);
        let assigned = logs.filter(|log| log.contains("assigned=2 all=4"));
        assigned.count() == 2 && setup.emulator.users(USERS).len() >= 300
    });
    consumers[0].signal("STOP");
    wait_until("the other one has all partitions", 30, || {
        consumers[1].log().contains("assigned=4 all=4")
    });
    consumers[0].signal("CONT");
    wait_until("the group has excluded it", 30, || {
        consumers[0].log().contains("is_lost=true")
    });
    wait_until("it has partitions again", 30, || {
        let log = consumers[0].log();
        let (_, later) = log.rsplit_once("is_lost=true").unwrap();
        later.contains("assigned=2 all=4")
    });
    wait_until("all users are stored", 90, || {
        setup.emulator.users(USERS).len() == 3_000
    });
    for consumer in &mut consumers {
        assert!(consumer.terminate().success(), "{}", consumer.log());
    }
    // The requests that were dropped may have held back commits of these consumers.
    let mut consumer = setup.consumer(&[]);
    wait_until("it has all partitions", 30, || {
        consumer.log().contains("assigned=4 all=4")
    });
    wait_until("everything is committed", 30, || setup.committed() == ends);
    assert!(consumer.terminate().success(), "{}", consumer.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_concerns_every_user_ends_the_consumer_before_the_first() {
    let setup = Setup::new("error", 4, 20).await;
    setup.produce_users(500, 1).await;
    let fault = Fault::error(404, "ResourceNotFoundException", "no such dataset");
    setup.emulator.inject_fault(fault.times(100)).unwrap();
    let mut consumer = setup.consumer(&[]);
    assert_eq!(consumer.wait().code(), Some(1));
    assert!(
        consumer.log().contains("cannot continue with partition"),
        "{}",
        consumer.log()
    );
    assert!(
        consumer.log().contains("ResourceNotFoundException"),
        "{}",
        consumer.log()
    );
    assert_eq!(setup.committed(), [0; 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_ends_although_no_broker_is_reachable() {
    let mut setup = Setup::new("unreachable", 2, 20).await;
    if setup.cluster.is_none() {
        return; // brokers of `KAFKA_TEST_BROKERS` serve other tests
    }
    setup.produce_users(3_000, 1).await;
    let mut consumer = setup.consumer(&[]);
    wait_until("users are stored", 30, || {
        setup.emulator.users(USERS).len() >= 100
    });
    // A broker that is shut down in the mock cluster may abort the process, if its port is taken before it listens again.
    drop(setup.cluster.take());
    wait_until("the consumer has lost all brokers", 30, || {
        consumer.log().contains("AllBrokersDown")
    });
    assert!(consumer.terminate().success(), "{}", consumer.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_during_a_rebalance_that_waits_ends_the_consumer_in_30_seconds() {
    let setup = Setup::new("rebalance", 4, 100).await;
    setup
        .emulator
        .inject_fault(Fault::throttling().times(u32::MAX))
        .unwrap();
    setup.produce_users(400, 1).await;
    let mut consumer = setup.consumer(&[]);
    wait_until("each partition has sent users", 30, || {
        setup.emulator.call_counts()["PutUsers"] >= 8
    });
    let _second = setup.consumer(&[]);
    wait_until("partitions are revoked", 30, || {
        consumer.log().contains("revoked")
    });
    let start = Instant::now();
    assert!(consumer.terminate().success());
    let time = start.elapsed();
    assert!(
        time < Duration::from_secs(30),
        "{time:?}: {}",
        consumer.log()
    );
    assert_eq!(setup.committed(), [0; 4]);
}
