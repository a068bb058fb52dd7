package api

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quietZone is the margin, in modules, that a camera needs around a code.
const quietZone = 4

// QRCode is a picture for a camera, drawn by the browser: the path of its dark modules in a square of that size.
type QRCode struct {
	Size int    `json:"size" doc:"Width and height, with the margin"`
	Path string `json:"path" doc:"The dark parts, as the d of an SVG path"`
}

func qrCode(text string) (QRCode, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return QRCode{}, fmt.Errorf("draw a QR code: %w", err)
	}
	size := code.Bounds().Dx()
	dark := func(x, y int) bool {
		if x >= size {
			return false
		}
		r, _, _, _ := code.At(x, y).RGBA()
		return r == 0
	}
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			from := x
			for dark(x, y) {
				x++
			}
			if x > from { // a row of dark modules is one bar
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quietZone, y+quietZone, x-from, x-from)
			}
		}
	}
	return QRCode{Size: size + 2*quietZone, Path: path.String()}, nil
}
