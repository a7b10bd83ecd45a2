import {
  to = surveytrigger_kustomer_send_workflow.email
  id = "65f1c0ffee0123456789abcf"
}
