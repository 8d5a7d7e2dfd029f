# Gradient descent for y = alpha + beta x
options(digits = 15)  # print all digits
set.seed(123)
x <- rnorm(100)  # 100 points near the line 3 + 2 x
y <- 3 + 2 * x + rnorm(100)

alpha <- 1  # the descent starts here
beta <- 1
eta <- 0.01  # learning rate: how far a step goes
error <- numeric(1000)

for (step in 1:1000) {
  r <- alpha + beta * x - y  # residuals
  error[step] <- mean(r^2)  # E
  d_alpha <- 2 * mean(r)  # dE/dalpha
  d_beta <- 2 * mean(r * x)  # dE/dbeta
  alpha <- alpha - eta * d_alpha
  beta <- beta - eta * d_beta
}

cat("alpha", alpha, "\n")
cat("beta", beta, "\n")
cat("error", error[1], error[1000], "\n")
print(coef(summary(lm(y ~ x))))  # least squares
