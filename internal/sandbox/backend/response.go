package backend

import (
	"context"
	"slices"
	"strconv"

	"github.com/oapi-codegen/nullable"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

// ListResponses gives a page of responses.
func (s *System) ListResponses(_ context.Context, r contract.ListResponsesRequestObject) (contract.ListResponsesResponseObject, error) {
	wanted := r.Params
	if wanted.WriteBackState != nil && !wanted.WriteBackState.Valid() {
		return nil, badParameter("write_back_state %q is none", *wanted.WriteBackState)
	}
	last, size, err := place(wanted.Limit, wanted.Cursor)
	if err != nil {
		return nil, err
	}
	page := contract.ListResponses200JSONResponse{Data: []contract.Response{}, NextCursor: nullable.NewNullNullable[contract.NextCursor]()}
	for i, response := range s.responses() {
		switch number := i + 1; {
		case number <= last, !passes(wanted, response):
		case len(page.Data) == size:
			page.NextCursor.Set(cursorOf(numberOf(page.Data[size-1])))
			return page, nil
		default:
			page.Data = append(page.Data, response)
		}
	}
	return page, nil
}

func passes(wanted contract.ListResponsesParams, response contract.Response) bool {
	return is(wanted.TriggerDistributionID, response.TriggerDistributionID) &&
		is(wanted.ConversationID, response.ConversationID) &&
		is(wanted.WriteBackState, response.WriteBack.State) &&
		(wanted.Since == nil || !response.At.Before(*wanted.Since))
}

const responsePrefix = "response_"

// numberOf is the place of a response in the list of all, from 1.
func numberOf(response contract.Response) int {
	number, _ := strconv.Atoi(response.ID[len(responsePrefix):])
	return number
}

// GetResponse reads a response.
func (s *System) GetResponse(_ context.Context, r contract.GetResponseRequestObject) (contract.GetResponseResponseObject, error) {
	all := s.responses()
	at := slices.IndexFunc(all, func(response contract.Response) bool { return response.ID == r.ID })
	if at < 0 {
		return nil, notFound("response", r.ID)
	}
	return contract.GetResponse200JSONResponse(all[at]), nil
}
