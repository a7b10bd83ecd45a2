import {
  to = surveytrigger_zendesk_http_target.stella_connect
  id = "360000217439"
}
