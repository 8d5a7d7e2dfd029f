# Steep units make a staircase, untrained
options(digits = 15)  # print all digits
phi <- function(z) 1 / (1 + exp(-z))
x <- seq(0, 1, length.out = 1001)
f <- x^2  # the target
w <- 700  # steep: a unit is nearly a step

for (n in c(1, 4, 9)) {  # n hidden units
  stair <- 1 / (n + 1)  # the height of a stair
  y <- stair / 2
  for (j in 1:n) {
    t <- sqrt(j * stair)  # f rose j stairs
    y <- y + stair * phi(w * (x - t))
  }
  cat("width", n, "error", max(abs(y - f)), "\n")
  cat("guarantee", stair / 2, "\n")
}
