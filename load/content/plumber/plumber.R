#* A small API for the load test of Posit Connect: the square of a number, which the client checks.
#* @param x:int
#* @serializer unboxedJSON
#* @get /square
function(x) {
  x <- as.numeric(x)
  list(result = x * x)
}
