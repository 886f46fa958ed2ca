from django.urls import path

from rumahrakyat.web import views

urlpatterns = [path("dev/komponen/", views.style_page, name="components")]
