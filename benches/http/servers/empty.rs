//! A server like ours whose only handler does nothing: what the framework itself costs.

use actix_web::{App, HttpResponse, HttpServer, web};

/// Serves on a free port, with as many workers as the product.
pub fn serve() {
    actix_web::rt::System::new().block_on(async {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        HttpServer::new(|| App::new().default_service(web::to(HttpResponse::Ok)))
            .listen(listener)
            .unwrap()
            .run()
            .await
            .unwrap();
    });
}
