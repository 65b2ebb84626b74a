//! What those who run the product ask it.

use actix_web::test::TestRequest;

use crate::support::rig::Rig;

#[actix_web::test]
async fn a_running_instance_is_healthy_and_ready() {
    let rig = Rig::new();

    let healthy = rig.call(TestRequest::get().uri("/healthz")).await;
    let ready = rig.call(TestRequest::get().uri("/readyz")).await;

    assert_eq!((healthy.0, ready.0), (200, 200));
}
