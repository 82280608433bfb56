//! x
#[test] fn t() {
 for n in [256usize, 1024,2047] {
  for (name, text) in [("src", "x".repeat(n)+"\n")] {
   let s=std::time::Instant::now();
   let v = personalize_events_emulator::Model::embedded().judge("PutEvents",&serde_json::json!({"trackingId":"t","sessionId":"s","eventList":[{"eventType":"a","sentAt":1,"metricAttribution":{"eventAttributionSource":text}}]})).unwrap();
   eprintln!("{name} {n} {:?} {:?}", s.elapsed(), v.len());
  }
   let s=std::time::Instant::now();
   let v = personalize_events_emulator::Model::embedded().judge("PutUsers",&serde_json::json!({"datasetArn": "arn:aws:personalize".to_owned()+&":".repeat(n-20)+"\n","users":[{"userId":"u"}]})).unwrap();
   eprintln!("arn {n} {:?} {:?}", s.elapsed(), v.len());
 }
}
