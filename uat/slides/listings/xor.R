# XOR: two hidden units and backpropagation
options(digits = 15)  # print all digits
x <- cbind(c(0, 0, 1, 1), c(0, 1, 0, 1))
d <- c(0, 1, 1, 0)  # x1 xor x2
phi <- function(z) 1 / (1 + exp(-z))  # logistic
w <- rbind(c(0.1, 0.5), c(0.2, 0.9))  # w_ij
c <- rbind(0.9, 0.9)  # c_j
eta <- 0.1  # learning rate
error <- numeric(100000)

for (epoch in 1:100000) {
  h <- phi(x %*% w)  # forward
  y <- phi(h %*% c)
  error[epoch] <- sum((y - d)^2) / 2  # E
  delta <- (y - d) * y * (1 - y)  # backward
  c <- c - eta * t(h) %*% delta  # c moves first
  back <- delta %*% t(c) * h * (1 - h)
  w <- w - eta * t(x) %*% back
}

cat("w11 w12 w21 w22", t(w), "\n")
cat("c1 c2", c, "\n")
cat("error", error[1], error[100000], "\n")
cat("y", y, "\n")  # of the last forward pass
