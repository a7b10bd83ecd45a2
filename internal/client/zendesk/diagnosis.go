package zendesk

// What the lifecycle asks of every client's errors, see lifecycle.VendorError.

// NotFound reports that the object does not exist.
func (e *Error) NotFound() bool { return IsNotFound(e) }

// AccountWide reports that any other request would fail for the same reason.
func (e *Error) AccountWide() bool { return IsAccountWide(e) }

// FieldErrors are the vendor's words by field.
func (e *Error) FieldErrors() map[string][]string { return e.Fields }
