"""Addresses of the offline stand-in for WhatsApp (demo mode): the phone's pages and the Graph API."""

from django.urls import path

from rumahrakyat.channels.whatsapp.standin import graph, views

urlpatterns = [
    path("", views.chats, name="standin_whatsapp"),
    path("gangguan/", views.troubles, name="standin_whatsapp_troubles"),
    path("graph/v23.0/file/<str:token>", graph.file),
    path("graph/v23.0/<str:phone_id>/messages", graph.messages),
    path("graph/v23.0/<str:node_id>", graph.node),
    path("<str:phone>/", views.chat, name="standin_whatsapp_chat"),
    path("<str:phone>/percakapan/", views.conversation, name="standin_whatsapp_conversation"),
    path("<str:phone>/berkas/<str:key>/", views.picture, name="standin_whatsapp_file"),
]
