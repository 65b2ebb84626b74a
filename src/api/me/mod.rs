//! `/me`: what a host does with their token.

pub mod bookings;
pub mod busy;
pub mod event_types;
pub mod schedules;

use actix_web::web::{self, ServiceConfig, delete, get, post, put};

use super::wrong_method;

/// Every address below `/me`.
pub fn routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/me/schedules")
            .route(get().to(schedules::list))
            .route(post().to(schedules::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/schedules/{id}")
            .route(get().to(schedules::find))
            .route(put().to(schedules::replace))
            .route(delete().to(schedules::delete))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/event-types")
            .route(get().to(event_types::list))
            .route(post().to(event_types::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/event-types/{id}")
            .route(get().to(event_types::find))
            .route(put().to(event_types::replace))
            .route(delete().to(event_types::delete))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/busy")
            .route(get().to(busy::list))
            .route(post().to(busy::create))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/busy/{id}")
            .route(delete().to(busy::delete))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/bookings")
            .route(get().to(bookings::list))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/bookings/{id}")
            .route(get().to(bookings::find))
            .default_service(web::to(wrong_method)),
    )
    .service(
        web::resource("/me/bookings/{id}/{step}")
            .route(post().to(bookings::step))
            .default_service(web::to(wrong_method)),
    );
}
