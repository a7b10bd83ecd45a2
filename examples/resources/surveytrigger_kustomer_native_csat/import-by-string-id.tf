import {
  to = surveytrigger_kustomer_native_csat.email
  id = "email"
}
